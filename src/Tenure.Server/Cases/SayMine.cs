using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Cases.SayMine;

namespace Tenure.Server.Cases;

/// <summary>The holder, signed in and with the password, says that the device or account that a case asks for is theirs. Who gave the device away lets it go as any device; silence is never a yes.</summary>
internal sealed class SayMine(HolderCases cases, ContestCase contest, AnnounceCase announce, PasswordStepUp stepUp)
{
    public static void Map(IEndpointRouteBuilder mine) => mine
        .MapPost("/{number}/objection", async Task<Results<NoContent, RefusalResult>> (string number, Request request, CurrentAccount caller, SayMine say, CancellationToken ct) =>
            TypedResults.From(await say.ExecuteAsync(caller, number, request.Password, ct)))
        .WithSummary("Object to a case about the caller's account or device");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, string number, string password, CancellationToken ct)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var found = await cases.FindAsync(caller.Id, number, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        return await stepUp.CheckAsync(caller, password, ct) ?? await contest.ExecuteAsync(found.Value.Id, announce.ChannelOf(caller.Id), ct);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Cases.TakeRecovery;

namespace Tenure.Server.Cases;

/// <summary>The person whose recovery was granted chooses a password; the contact address becomes the account's. Once.</summary>
internal sealed class TakeRecovery(CaseDoor door, CaseChange change, CaseWorld world, AccountRecovery recovery, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/password", async Task<Results<NoContent, RefusalResult>> (string number, Request request, [FromHeader(Name = CaseDoor.Header)] string? secret, TakeRecovery take, CancellationToken ct) =>
            TypedResults.From(await take.ExecuteAsync(number, secret, request.Password, ct)))
        .WithSummary("Take a granted recovery: choose a password");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, string password, CancellationToken ct)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var found = await door.OpenAsync(number, secret, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        if (found.Value is not { Kind: CaseKind.Recovery, State: CaseState.Offered, AccountId: { } account })
        {
            return CaseRefusals.Elsewhere;
        }

        var contact = EmailAddress.FromStored(found.Value.Contact);
        var hash = await recovery.HashAsync(account, password, contact, ct);
        if (hash.Refusal is { } refused)
        {
            return refused;
        }

        return await change.ExecuteAsync(
            number, secret, async one => one.Take(await world.LookAsync(one, ct), clock.GetUtcNow()) ?? await recovery.TakeAsync(account, hash.Value, contact, ct), ct);
    }
}

using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Cases.ProveCaseContact;

namespace Tenure.Server.Cases;

/// <summary>The person of a case types the code that was sent to the contact address. Of two at once with the right code, one proves it.</summary>
internal sealed class ProveCaseContact(CaseChange change, Codes codes, Throttles throttles, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/contact", async Task<Results<NoContent, RefusalResult>> (
            string number, Request request, [FromHeader(Name = CaseDoor.Header)] string? secret, HttpContext context, ProveCaseContact prove, CancellationToken ct) =>
            TypedResults.From(await prove.ExecuteAsync(number, secret, request.Code, context.CallerAddress, ct)))
        .WithSummary("Prove the contact address of a case with the code");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, string code, IPAddress address, CancellationToken ct)
    {
        if (CodeText.Read(code, out var digits) is { } unreadable)
        {
            return unreadable;
        }

        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "case-code", Network.Of(address).Prefix)];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var refusal = await change.ExecuteAsync(
            number, secret, one => Task.FromResult(one.ProveContact(codes.HashOf(one.SecretHash, digits), clock.GetUtcNow())), ct, keepRefused: true);
        if (refusal != SignInRefusals.CodeWrong)
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        return refusal;
    }
}

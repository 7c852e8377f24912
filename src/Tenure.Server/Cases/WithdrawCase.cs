using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Cases;

/// <summary>The person takes a case back, whatever it waits for.</summary>
internal sealed class WithdrawCase(CaseChange change, CasesLog log, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/withdrawal", async Task<Results<NoContent, RefusalResult>> (string number, [FromHeader(Name = CaseDoor.Header)] string? secret, WithdrawCase withdraw, CancellationToken ct) =>
            TypedResults.From(await withdraw.ExecuteAsync(number, secret, ct)))
        .WithSummary("Take a case back");

    public Task<Refusal?> ExecuteAsync(string number, string? secret, CancellationToken ct) => change.ExecuteAsync(
        number,
        secret,
        one =>
        {
            var refusal = one.Withdraw(clock.GetUtcNow());
            if (refusal is null)
            {
                log.Moved(one.Id, CaseStep.Withdraw, one.State);
            }

            return Task.FromResult(refusal);
        },
        ct);
}

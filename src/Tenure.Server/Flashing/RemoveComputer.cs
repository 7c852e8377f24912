using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Flashing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Flashing;

/// <summary>Takes a computer away. Whoever is signed in may, without the password: it only ever makes less possible, and who has to be quick must be able to.</summary>
internal sealed class RemoveComputer(TenureDb db, AccountChange change, ComputerMails mails, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapDelete("/{id}", async Task<Results<NoContent, RefusalResult>> (string id, CurrentAccount caller, RemoveComputer remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, new ComputerId(id), ct)))
        .WithSummary("Remove a computer from the account");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, ComputerId id, CancellationToken ct)
    {
        if (WellFormedText.Check(id.Value, "id") is { } malformed)
        {
            return malformed;
        }

        return await change.ExecuteAsync(
            caller.Id,
            async (account, token) =>
            {
                if (await db.BoundComputers.FirstOrDefaultAsync(c => c.AccountId == caller.Id && c.Id == id, token) is not { } computer)
                {
                    return ComputerRefusals.NotFound;
                }

                var now = clock.GetUtcNow();
                computer.Remove(now);
                await mails.RemovedAsync(account, computer, now, token);
                log.ComputerRemoved(caller.Id, id);
                return null;
            },
            ct);
    }
}

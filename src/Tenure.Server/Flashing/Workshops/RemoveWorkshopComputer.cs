using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Flashing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Flashing.RemoveWorkshopComputer;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>Takes a computer away from a workshop. Any member may, without the password: it only ever makes less possible.</summary>
internal sealed class RemoveWorkshopComputer(TenureDb db, WorkshopAccess access, AccountChange change, OperatorLogBook operators, ComputerMails mails)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapPost("/workshop/removal", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount caller, RemoveWorkshopComputer remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, request, ct)))
        .WithSummary("Remove a computer from a workshop");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, Request request, CancellationToken ct)
    {
        if ((WellFormedText.Check(request.Workshop, "workshop") ?? WellFormedText.Check(request.ComputerId, "computerId")) is { } malformed)
        {
            return malformed;
        }

        return await change.ExecuteAsync(
            caller.Id,
            async (account, token) =>
            {
                var found = await access.FindAsync(caller.Id, request.Workshop, token);
                if (found.Refusal is { } unknown)
                {
                    return unknown;
                }

                var (workshop, id) = (found.Value, new ComputerId(request.ComputerId));
                if (await db.WorkshopComputers.FirstOrDefaultAsync(c => c.WorkshopId == workshop.Id && c.Id == id, token) is not { } computer)
                {
                    return ComputerRefusals.NotFound;
                }

                db.WorkshopComputers.Remove(computer);
                workshop.Claim();
                await mails.OfWorkshopAsync(await db.WorkshopMembers.Where(m => m.WorkshopId == workshop.Id).Select(m => m.AccountId).ToListAsync(token), workshop, computer, isRemoved: true, token);
                account.Claim();
                await operators.AppendAsync(OperatorEvents.WorkshopComputerRemoved, new LoggedAct(null, Account: caller.Id.ToString(), About: $"{workshop.Name} {computer.Id}"), token);
                return null;
            },
            ct);
    }
}

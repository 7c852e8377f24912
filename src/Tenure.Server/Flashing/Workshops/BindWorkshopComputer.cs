using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Flashing.BindWorkshopComputer;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>A head binds the computer that asks to their workshop, with two proofs. Whatever they are, it waits for a day in which all members are told, and it is in the operators' log.</summary>
internal sealed class BindWorkshopComputer(
    TenureDb db, ComputerCheck check, WorkshopAccess access, TwoProofs proofs, ProofChanges changes, OperatorLogBook operators, ComputerMails mails, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapPost("/workshop", async Task<Results<Ok<WorkshopBinding>, RefusalResult>> (Request request, HttpContext context, CurrentAccount caller, BindWorkshopComputer bind, CancellationToken ct) =>
            TypedResults.From(await bind.ExecuteAsync(context, caller, request, ct)))
        .WithSummary("Bind this computer to a workshop");

    public async Task<Answer<WorkshopBinding>> ExecuteAsync(HttpContext context, CurrentAccount caller, Request request, CancellationToken ct)
    {
        var unread = ComputerName.Read(request.Name, out var name);
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? unread ?? WellFormedText.Check(request.Password, "password") ?? WellFormedText.Check(request.Workshop, "workshop")) is { } unreadable)
        {
            return unreadable;
        }

        var here = await check.ProveHereAsync(context, caller, ct);
        if (here.Refusal is { } unproven)
        {
            return unproven;
        }

        WorkshopComputer? bound = null;
        var of = "";
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.ComputerBind, BindAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.WorkshopComputerBound(caller.Id, here.Value, bound!.WorkshopId);
        return bound.ToBinding(of, clock.GetUtcNow());

        async Task<Refusal?> BindAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            var found = await access.FindForHeadAsync(caller.Id, request.Workshop, token);
            if (found.Refusal is { } unknown)
            {
                return unknown;
            }

            var workshop = found.Value;
            of = workshop.Name;
            var known = await db.WorkshopComputers.Where(c => c.WorkshopId == workshop.Id).ToListAsync(token);
            bound = known.Find(c => c.Id == here.Value);
            if (bound is not null)
            {
                return null;
            }

            if (known.Count >= Workshop.MostComputers)
            {
                return WorkshopRefusals.ComputerLimit;
            }

            if (await changes.TakeAsync(caller.Id, SecurityEventKind.WorkshopComputerBound, token) is { } often)
            {
                return often;
            }

            bound = WorkshopComputer.Apply(workshop.Id, here.Value, name, caller.Id, now);
            db.WorkshopComputers.Add(bound);
            workshop.Claim();
            await mails.OfWorkshopAsync(await db.WorkshopMembers.Where(m => m.WorkshopId == workshop.Id).Select(m => m.AccountId).ToListAsync(token), workshop, bound, isRemoved: false, token);
            account.Claim();
            await operators.AppendAsync(OperatorEvents.WorkshopComputerBound, new LoggedAct(null, Account: caller.Id.ToString(), About: $"{workshop.Name} {bound.Id}"), token);
            return null;
        }
    }
}

internal static class WorkshopAnswers
{
    /// <summary>As the API shows it; <c>null</c> is not bound.</summary>
    public static WorkshopBinding ToBinding(this WorkshopComputer? computer, string workshop, DateTimeOffset now) =>
        new(workshop, computer is null ? "notBound" : computer.IsBound(now) ? "bound" : "waiting", computer?.AppliedAt, computer?.BoundAt);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Request = Tenure.Client.Flashing.BindComputer;

namespace Tenure.Server.Flashing;

/// <summary>Binds the computer that asks to the caller's account, with two proofs: at once, or after a day where the second one was a code by mail.</summary>
internal sealed class BindComputer(TenureDb db, ComputerCheck check, TwoProofs proofs, ProofChanges changes, SessionBook sessions, ComputerMails mails, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapPost("/", async Task<Results<Ok<Computer>, RefusalResult>> (Request request, HttpContext context, CurrentAccount caller, BindComputer bind, CancellationToken ct) =>
            TypedResults.From(await bind.ExecuteAsync(context, caller, request, ct)))
        .WithSummary("Bind this computer to the account");

    public async Task<Answer<Computer>> ExecuteAsync(HttpContext context, CurrentAccount caller, Request request, CancellationToken ct)
    {
        var unread = ComputerName.Read(request.Name, out var name);
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? unread ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        var proven = await check.ProveAsync(context, caller, ct);
        if (proven.Refusal is { } unproven)
        {
            return unproven;
        }

        // Nobody else's secret is looked at for a session that may not.
        if (BoundComputer.RefuseSession((await sessions.FindOpenAsync(caller.Id, caller.Session, ct))?.Kind) is { } elsewhere)
        {
            return elsewhere;
        }

        BoundComputer? bound = null;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.ComputerBind, BindAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.ComputerBound(caller.Id, bound!.Id, bound.BoundAt);
        return bound.ToComputer(clock.GetUtcNow());

        async Task<Refusal?> BindAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            var known = await db.BoundComputers.Where(c => c.AccountId == caller.Id).ToListAsync(token);
            if (known.Find(c => c.Id == proven.Value) is { } again)
            {
                bound = again;
                if (!again.ApplyAgain(proofs.ByMail, now))
                {
                    return null;
                }
            }
            else if (BoundComputer.RefuseMore(known.Count) is { } full)
            {
                return full;
            }
            else
            {
                bound = await db.KnownComputers.FirstOrDefaultAsync(c => c.AccountId == caller.Id && c.Id == proven.Value, token);
                bound?.ApplyAnew(name, caller.Session, proofs.ByMail, now);
                bound ??= db.KnownComputers.Add(BoundComputer.Apply(caller.Id, proven.Value, name, caller.Session, proofs.ByMail, now)).Entity;
            }

            if (await changes.TakeAsync(caller.Id, SecurityEventKind.ComputerBound, token) is { } often)
            {
                return often;
            }

            await mails.BoundAsync(account, bound, now, token);
            return null;
        }
    }
}

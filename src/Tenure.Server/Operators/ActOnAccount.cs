using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Suspends the account that lies open, lifts that, or ends its sessions: with a written reason and the operator's password. Its person is told.</summary>
internal sealed class ActOnAccount(
    TenureDb db, OperatorStepUp stepUp, SessionEnding sessions, KnownDevices devices, OperatorLogBook log, TellPerson person, TimeProvider clock, OperatorsLog events)
{
    private const int MostTries = 3;

    /// <param name="caller">Who acts.</param>
    /// <param name="number">The account number that the form showed: another account may have been opened in another window since.</param>
    /// <param name="act">What is to be done.</param>
    /// <param name="reason">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(CurrentOperator caller, string number, AccountAct act, string reason, string password, CancellationToken ct)
    {
        if (WrittenReason.Read(reason, out var why) is { } unwritten)
        {
            return unwritten;
        }

        if (caller.Session.Account is not { } id || !await db.Accounts.AnyAsync(a => a.Id == id && a.Number == FromForm(number), ct))
        {
            return OperatorRefusals.OtherAccount;
        }

        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ActAsync(caller, id, act, why, ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // The account or one of its sessions changed meanwhile.
                db.ChangeTracker.Clear();
            }
        }
    }

    // One transaction: what is done, what is written down about it, and what the person is told.
    private async Task<Refusal?> ActAsync(CurrentOperator caller, AccountId id, AccountAct act, string reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        if (Change(account, act) is { } refusal)
        {
            return refusal;
        }

        var ends = act is AccountAct.Suspend or AccountAct.EndSessions;
        if (ends)
        {
            // A sign-in on its way must not begin a session afterwards.
            account.EndSignIns(clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
        if (ends)
        {
            await sessions.EndAllAsync(id, except: null, ct);
            // Who was thrown out must not come back with the password alone.
            await devices.ForgetAllAsync(id, ct);
        }

        await person.ToldAsync(account, act, reason, ct);
        var name = EventOf(act);
        await log.AppendAsync(name, new LoggedAct(caller.Operator.Name, id.ToString(), Reason: reason), ct);
        await transaction.CommitAsync(ct);
        events.Acted(caller.Operator.Id, name, id);
        return null;
    }

    private static AccountNumber FromForm(string number) => AccountNumber.TryRead(number, out var read) ? read : default;

    private static Refusal? Change(Account account, AccountAct act) => act switch
    {
        AccountAct.Suspend => account.Suspend(),
        AccountAct.LiftSuspension => account.LiftSuspension(),
        AccountAct.EndSessions => null,
    };

    private static string EventOf(AccountAct act) => act switch
    {
        AccountAct.Suspend => OperatorEvents.Suspended,
        AccountAct.LiftSuspension => OperatorEvents.Lifted,
        AccountAct.EndSessions => OperatorEvents.SessionsEnded,
    };
}

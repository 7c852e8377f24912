using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Asks for the password once more before an act that cannot be taken back. Tries are counted by session: nobody but who is signed in there can fail, and a session that fails too often ends.</summary>
internal sealed class PasswordStepUp(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, Throttles throttles, SessionBook sessions, SessionEnding ending)
{
    // Who was signed in and does not know the password after so many tries is not the holder.
    private const int MostFailures = 20;

    /// <summary>Refuses with <c>step_up_failed</c> when the password is wrong, <c>throttled</c> when that happened too often, <c>busy</c> under load.</summary>
    public async Task<Refusal?> CheckAsync(CurrentAccount caller, string password, CancellationToken ct)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var id = caller.Id;
        Gate[] gates =
        [
            throttles.Gate(throttles.Rules.PerIdentifier, "step-up", id.ToString(), caller.Session.ToString()),
            throttles.Gate(ThrottleRule.Streak, "step-up-streak", id.ToString(), caller.Session.ToString()),
        ];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var stored = await db.Accounts.Where(a => a.Id == id && a.State == AccountState.Open).Select(a => a.PasswordHash).FirstOrDefaultAsync(ct);
        var impossible = policy.IsImpossible(password);
        var match = await passwords.VerifyAsync(impossible ? "" : password, stored, ct);
        if (match.Refusal is { } busy)
        {
            await throttles.GiveBackAsync(state, gates, ct);
            return busy;
        }

        if (match.Value == PasswordMatch.Wrong || impossible)
        {
            if (state.CountOf(gates[1]) >= MostFailures)
            {
                await EndAsync(caller, ct);
            }

            return SignInRefusals.StepUpFailed;
        }

        await throttles.ForgetAsync(gates, ct);
        return null;
    }

    private async Task EndAsync(CurrentAccount caller, CancellationToken ct)
    {
        if (await sessions.FindOpenAsync(caller.Id, caller.Session, ct) is not { } session)
        {
            return;
        }

        try
        {
            await ending.EndAsync(session, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Ended by another request meanwhile.
            db.Entry(session).State = EntityState.Detached;
        }
    }
}

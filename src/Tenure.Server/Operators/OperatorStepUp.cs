using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Asks the operator for the password once more before an act. Tries are counted by session, and a session that fails ten times ends.</summary>
internal sealed class OperatorStepUp(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, Throttles throttles, TimeProvider clock, OperatorsLog log)
{
    private const int MostFailures = 10;

    /// <summary>Refuses with <c>step_up_failed</c> when the password is wrong, <c>throttled</c> when that happened too often, <c>busy</c> under load.</summary>
    public async Task<Refusal?> CheckAsync(CurrentOperator caller, string password, CancellationToken ct)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var session = caller.Session.Id.ToString("N");
        Gate[] gates = [throttles.Gate(throttles.Rules.PerIdentifier, "operator-step-up", session), throttles.Gate(ThrottleRule.Streak, "operator-step-up-streak", session)];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var impossible = policy.IsImpossible(password);
        var match = await passwords.VerifyAsync(impossible ? "" : password, caller.Operator.PasswordHash, ct);
        if (match.Refusal is { } busy)
        {
            await throttles.GiveBackAsync(state, gates, ct);
            return busy;
        }

        if (match.Value == PasswordMatch.Wrong || impossible)
        {
            if (state.CountOf(gates[1]) >= MostFailures)
            {
                caller.Session.End(clock.GetUtcNow());
                await db.SaveChangesAsync(ct);
                log.SessionEnded(caller.Operator.Id);
            }

            return SignInRefusals.StepUpFailed;
        }

        await throttles.ForgetAsync(gates, ct);
        return null;
    }
}

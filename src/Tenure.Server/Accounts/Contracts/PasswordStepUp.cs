using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Asks for the password once more before an act that cannot be taken back. Tries are counted by account and network, apart from sign-ins.</summary>
internal sealed class PasswordStepUp(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, Throttles throttles)
{
    /// <summary>Refuses with <c>step_up_failed</c> when the password is wrong, <c>throttled</c> when that happened too often, <c>busy</c> under load.</summary>
    public async Task<Refusal?> CheckAsync(AccountId id, string password, Network network, CancellationToken ct)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var gate = throttles.Gate(throttles.Rules.PerIdentifier, "step-up", id.ToString(), network.Prefix);
        var state = await throttles.CheckAsync([gate], ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var stored = await db.Accounts.Where(a => a.Id == id && a.State == AccountState.Open).Select(a => a.PasswordHash).FirstOrDefaultAsync(ct);
        var impossible = policy.IsImpossible(password);
        var match = await passwords.VerifyAsync(impossible ? "" : password, stored, ct);
        if (match.Refusal is { } busy)
        {
            return busy;
        }

        if (match.Value == PasswordMatch.Wrong || impossible)
        {
            await throttles.CountAsync([gate], ct);
            return SignInRefusals.StepUpFailed;
        }

        await throttles.ForgetAsync(state, [gate], ct);
        return null;
    }
}

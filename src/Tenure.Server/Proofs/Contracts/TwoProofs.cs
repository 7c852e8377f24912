using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>Changes an account after two proofs: the password, and a code by mail or a recovery code. The second is used up in the unit of work of the change.</summary>
internal sealed class TwoProofs(TenureDb db, PasswordStepUp stepUp, ProofCodes mailed, RecoveryCodes recovery, CodeBudgets budgets, TimeProvider clock)
{
    /// <summary>Whether the second proof that is being used is a code that went by mail; for the change.</summary>
    public bool ByMail { get; private set; }

    /// <param name="holder">Who is signed in.</param>
    /// <param name="password">As typed; looked at first.</param>
    /// <param name="second">The second proof.</param>
    /// <param name="purpose">What both are for.</param>
    /// <param name="change">Changes the account, which is then saved, or refuses, and then nothing is used up; called again when another request was first.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(
        CurrentAccount holder, string password, SecondProof second, ProofPurpose purpose, Func<Account, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        var chosenAt = await db.Accounts.Where(a => a.Id == holder.Id).Select(a => a.PasswordChosenAt).FirstAsync(ct);
        var refused = await stepUp.CheckAsync(holder, password, ct) ?? await budgets.TryAsync(
            // Nobody guesses 130 bits, and a count by account would keep out its holder.
            second.Recovery is null ? $"proof:{holder.Id}" : null,
            async token =>
            {
                var account = await db.Accounts.FirstAsync(a => a.Id == holder.Id, token);
                if (account.State != AccountState.Open || account.PasswordChosenAt != chosenAt)
                {
                    return SignInRefusals.StepUpFailed;
                }

                if (await TakeAsync(holder, account, second, purpose, token) is { } refusal)
                {
                    return refusal;
                }

                if (await change(account, token) is { } no)
                {
                    db.ChangeTracker.Clear();
                    return no;
                }

                account.Claim();
                return null;
            },
            ct);
        if (refused is null && second.Recovery is null)
        {
            await mailed.ForgetMailsAsync(holder, purpose, ByMail, ct);
        }

        return refused is { Field: "recovery_code" } ? refused with { Field = "code" } : refused;
    }

    private async Task<Refusal?> TakeAsync(CurrentAccount holder, Account account, SecondProof second, ProofPurpose purpose, CancellationToken ct)
    {
        if (second.Recovery is not { } code)
        {
            (var refusal, ByMail) = await mailed.TakeAsync(holder, purpose, second.Transaction, second.Mailed ?? "", ct);
            return refusal;
        }

        if (await recovery.FindAsync(holder.Id, code, ct) is not { } found)
        {
            return SignInRefusals.RecoveryCodeWrong;
        }

        if (found.RefuseBesidePassword(account, clock.GetUtcNow()) is { } tooNew)
        {
            return tooNew;
        }

        ByMail = false;
        await recovery.UseAsync(found, account, ct);
        return null;
    }
}

using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Changes an account in one unit of work. What another request changed meanwhile is seen: the change begins again on what is there now.</summary>
internal sealed class AccountChange(TenureDb db, PasswordStepUp stepUp)
{
    // More than the changes that somebody else can squeeze in between one read and one write, again and again.
    private const int MostTries = 20;

    /// <summary>Asks for the password, and changes the account if it is still the same one by then.</summary>
    /// <param name="holder">Who is signed in.</param>
    /// <param name="password">As typed.</param>
    /// <param name="change">Changes the account, which is then saved, or refuses; called again when another request was first.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(CurrentAccount holder, string password, Func<Account, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        var chosenAt = await db.Accounts.Where(a => a.Id == holder.Id).Select(a => a.PasswordChosenAt).FirstAsync(ct);
        return await stepUp.CheckAsync(holder, password, ct) ?? await ExecuteAsync(
            holder.Id,
            (account, token) => account.PasswordChosenAt == chosenAt ? change(account, token) : Task.FromResult<Refusal?>(SignInRefusals.StepUpFailed),
            ct);
    }

    /// <summary>Changes an account whose person has proven all that is needed.</summary>
    public async Task<Refusal?> ExecuteAsync(AccountId id, Func<Account, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Gone: it was erased while somebody was still signed in to it.
                if (await db.Accounts.FirstOrDefaultAsync(a => a.Id == id, ct) is not { State: AccountState.Open } account)
                {
                    return SignInRefusals.StepUpFailed;
                }

                if (await change(account, ct) is { } refusal)
                {
                    db.ChangeTracker.Clear();
                    return refusal;
                }

                account.Claim();
                await db.SaveChangesAsync(ct);
                return null;
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}

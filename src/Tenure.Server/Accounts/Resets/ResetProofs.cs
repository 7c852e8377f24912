using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>What must be shown beside the code of a reset: the address that got it does not count twice.</summary>
/// <remarks>
/// A recovery code takes the place of every other: on paper it is on no phone that could be stolen. What is younger than quiet time counts for nothing, and asks for nothing: a thief with session and password would otherwise make the only second proof there is, and keep its holder from resetting.
/// </remarks>
internal sealed class ResetProofs(TenureDb db, RecoveryCodes codes, SmsBudget sms, TimeProvider clock)
{
    /// <summary>Whether the reset may go on: its code is proven, and the address that got it is still a proof of the account's person. Refuses with <c>reset_over</c>.</summary>
    public async Task<Refusal?> CheckAsync(PasswordReset reset, Account? account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (reset.CheckProven(account, now) is { } over)
        {
            return over;
        }

        var typed = await db.Identifiers.AsNoTracking().FirstOrDefaultAsync(i => i.AccountId == reset.AccountId && i.Kind == reset.Kind && i.Value == reset.Value, ct);
        return typed?.IsProof(now) is true ? null : AccountRefusals.ResetOver;
    }

    /// <summary>Whether a second proof is needed, and the address of another kind to which a code for it goes; <c>null</c> when a recovery code is asked for, or nothing.</summary>
    public async Task<(bool IsNeeded, Identifier? Other)> NeededAsync(PasswordReset reset, Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await codes.CountAsync(account, now, ct) > 0)
        {
            return (true, null);
        }

        if (!account.AlwaysAsk)
        {
            return (false, null);
        }

        var identifiers = await db.Identifiers.AsNoTracking().Where(i => i.AccountId == account.Id).ToListAsync(ct);
        var other = Identifier.InOrder(identifiers.Where(i => i.Kind != reset.Kind && i.IsProof(now) && i.AddedAt + Account.QuietTime <= now))
            .FirstOrDefault(i => i.Address.Phone is not { } number || sms.Check(number) is null);
        return (other is not null, other);
    }
}

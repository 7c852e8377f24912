using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>What must be shown beside the code of a reset: the address that got it does not count twice.</summary>
/// <remarks>
/// What is younger than quiet time counts for nothing, and asks for nothing: a thief with session and password would otherwise make the only second proof there is, and keep its holder from resetting.
/// </remarks>
internal sealed class ResetProofs(TenureDb db, SmsBudget sms, TimeProvider clock)
{
    /// <summary>Whether a second proof is needed, and the address of another kind to which a code for it can go; <c>null</c> when there is none.</summary>
    public async Task<(bool IsNeeded, Identifier? Other)> NeededAsync(PasswordReset reset, Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var codes = await db.RecoveryCodes.AsNoTracking().Where(c => c.AccountId == account.Id && c.UsedAt == null).ToListAsync(ct);
        var identifiers = await db.Identifiers.AsNoTracking().Where(i => i.AccountId == account.Id).ToListAsync(ct);
        var other = Identifier.InOrder(identifiers.Where(i => i.Kind != reset.Kind && i.IsProof(now) && i.AddedAt + Account.QuietTime <= now))
            .FirstOrDefault(i => i.Address.Phone is not { } number || sms.Check(number) is null);
        return (codes.Exists(c => c.RefuseBesidePassword(account, now) is null) || (account.AlwaysAsk && other is not null), other);
    }
}

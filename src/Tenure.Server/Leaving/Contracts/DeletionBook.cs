using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Leaving.Contracts;

/// <summary>Deletions that are under way.</summary>
internal sealed class DeletionBook(TenureDb db, DeviceSeals seals, LeavingMails mails, LeavingLog log)
{
    /// <summary>When the account will be erased (UTC); <c>null</c> when it will not.</summary>
    public Task<DateTimeOffset?> DueAsync(AccountId account, CancellationToken ct) =>
        db.Deletions.Where(d => d.AccountId == account).Select(d => (DateTimeOffset?)d.DueAt).FirstOrDefaultAsync(ct);

    /// <summary>
    /// Calls a deletion off, in the caller's unit of work, which has the account's version; tells its person. For what shows that the account may have been taken over, too: a reset, an undo. Refuses with
    /// <c>deletion_not_asked</c> or <c>deletion_over</c>, which such callers leave alone.
    /// </summary>
    public Task<Refusal?> CallOffAsync(Account account, CancellationToken ct) => CallOffAsync(account, CallOffReason.ByPerson, ct);

    /// <summary>The same for who does not know whether there is one.</summary>
    public async Task CallOffIfAskedAsync(Account account, CancellationToken ct)
    {
        if (await CallOffAsync(account, ct) is { } refusal && refusal != DeletionRefusals.NotAsked && refusal != DeletionRefusals.Over)
        {
            throw new InvalidOperationException(refusal.Reason);
        }
    }

    /// <summary>The same, with the reason.</summary>
    public async Task<Refusal?> CallOffAsync(Account account, CallOffReason reason, CancellationToken ct)
    {
        if (await db.Deletions.FirstOrDefaultAsync(d => d.AccountId == account.Id, ct) is not { } deletion)
        {
            return DeletionRefusals.NotAsked;
        }

        if (deletion.RefuseCallingOff() is { } over)
        {
            return over;
        }

        db.Deletions.Remove(deletion);
        await seals.WithdrawAsync(account.Id, ct);
        account.Claim();
        await mails.CalledOffAsync(account, reason, ct);
        log.DeletionCalledOff(account.Id);
        return null;
    }
}

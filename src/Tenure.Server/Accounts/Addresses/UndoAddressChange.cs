using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>
/// The link in a notice: the addresses are again what they were before the change. Whoever changed them has to sign in anew, without recovery codes made since, and finds the account frozen.
/// </summary>
internal sealed class UndoAddressChange(
    TenureDb db, AddressUndo addresses, SessionEnding sessions, KnownDevices devices, RecoveryCodes recoveryCodes, SecurityEvents events, Notices notices, DeletionBook deletions, IssuerUrl issuer, TimeProvider clock, AccountLog log)
{
    private const int MostTries = 20;

    /// <summary>What the link would undo, the latest first; refuses with <c>undo_over</c>.</summary>
    public async Task<Answer<IReadOnlyList<AddressChange>>> LookAsync(string secret, CancellationToken ct)
    {
        var found = await FindAsync(secret, ct);
        return found.Refusal is { } over ? over : await addresses.StandingAsync(found.Value.AccountId, found.Value.Number, ct);
    }

    /// <summary>Undoes it, and every later change.</summary>
    public async Task<Refusal?> ExecuteAsync(string secret, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await UndoAsync(secret, ct);
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                // The account was changed meanwhile, or an address that comes back was taken.
                db.ChangeTracker.Clear();
            }
        }
    }

    // One transaction: addresses that are back while a thief's session lives on would be taken away again.
    private async Task<Refusal?> UndoAsync(string secret, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await FindAsync(secret, ct);
        if (found.Refusal is { } over)
        {
            return over;
        }

        var id = found.Value.AccountId;
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        if (account.State == AccountState.Closed)
        {
            return AddressRefusals.UndoOver;
        }

        var now = clock.GetUtcNow();
        // Read again after the account's version: what is undone between the two would be undone twice.
        await db.Entry(found.Value).ReloadAsync(ct);
        if (found.Value.CheckUndo(now) is { } late)
        {
            return late;
        }

        var gone = await addresses.ExecuteAsync(account, found.Value.Number, ct);
        events.Record(id, SecurityEventKind.IdentifierChangeUndone, found.Value.Address.Masked);
        events.Record(id, SecurityEventKind.Frozen);
        await db.SaveChangesAsync(ct);
        // Told to the addresses that there are now, and to those that went: one of them may be the holder's.
        var undone = AccountMails.AddressChangeUndone(account.Language, now, new Uri(issuer.Value, "security"));
        await notices.SendAsync(id, undone, undone, gone, ct);
        await deletions.CallOffIfAskedAsync(account, ct);
        await db.SaveChangesAsync(ct);
        await recoveryCodes.ForgetSinceAsync(id, found.Value.At, ct);
        await db.AddressProofs.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
        await devices.ForgetAllAsync(id, ct);
        await sessions.EndAllAsync(id, except: null, ct);
        await transaction.CommitAsync(ct);
        log.AddressChangeUndone(id);
        return null;
    }

    private async Task<Answer<AddressChange>> FindAsync(string secret, CancellationToken ct)
    {
        var hash = Codes.KeyOf(secret);
        var change = await db.AddressChanges.FirstOrDefaultAsync(c => c.SecretHash == hash, ct);
        return change is null ? AddressRefusals.UndoOver : change.CheckUndo(clock.GetUtcNow()) is { } over ? over : change;
    }
}

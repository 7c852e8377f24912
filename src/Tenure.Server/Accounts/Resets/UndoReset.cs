using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>The link in the notice of a reset: the password is again the one of before, and the account is frozen. Whoever reset it has to prove anew who they are.</summary>
internal sealed class UndoReset(
    TenureDb db, AddressUndo addresses, SessionEnding sessions, KnownDevices devices, RecoveryCodes recovery, SecurityEvents events, Notices notices, DeletionBook deletions, IssuerUrl issuer, TimeProvider clock, AccountLog log)
{
    private const int MostTries = 20;

    /// <summary>When the password was reset (UTC); refuses with <c>undo_over</c>. Changes nothing.</summary>
    public async Task<Answer<DateTimeOffset>> LookAsync(string secret, CancellationToken ct)
    {
        var found = await FindAsync(secret, ct);
        return found.Refusal is { } over ? over : found.Value.At;
    }

    /// <summary>Undoes it, and every later reset.</summary>
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
                // The account was changed meanwhile.
                db.ChangeTracker.Clear();
            }
        }
    }

    // One transaction: a password that is back while a thief's session lives on would be reset again.
    private async Task<Refusal?> UndoAsync(string secret, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await FindAsync(secret, ct);
        if (found.Refusal is { } over)
        {
            return over;
        }

        var (id, at, now) = (found.Value.AccountId, found.Value.At, clock.GetUtcNow());
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        if (account.State == AccountState.Closed)
        {
            return AddressRefusals.UndoOver;
        }

        // Read after the account's version: what is undone between the two is not undone twice.
        var all = await db.PasswordUndos.Where(u => u.AccountId == id).ToListAsync(ct);
        var undone = all.FindAll(u => u.At >= at);
        if (!undone.Contains(found.Value))
        {
            return AddressRefusals.UndoOver;
        }

        // What an earlier reset makes wait goes on waiting: a thief would otherwise reset twice and undo the second.
        var resetAt = all.Except(undone).Select(u => (DateTimeOffset?)u.At).Max();
        account.UndoReset(SealedHash.Open(secret, found.Value.SealedHash), found.Value.AlwaysAsk, resetAt, now);
        db.PasswordUndos.RemoveRange(undone);
        // The contact address of a case, and what was done to the addresses since. Told are those that there are then, and those that went: the case may have been the holder's.
        IReadOnlyList<Identifier> gone = undone.Min(u => u.ChangeNumber) is { } change ? await addresses.ExecuteAsync(account, change, ct) : [];
        await db.SaveChangesAsync(ct);
        events.Record(id, SecurityEventKind.PasswordResetUndone);
        events.Record(id, SecurityEventKind.Frozen);
        await deletions.CallOffIfAskedAsync(account, ct);
        var letter = AccountMails.PasswordResetUndone(account.Language, now, new Uri(issuer.Value, "security"));
        await notices.SendAsync(id, letter, letter, gone, ct);
        await db.SaveChangesAsync(ct);
        await recovery.ForgetSinceAsync(id, at, ct);
        await db.AddressProofs.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
        await db.ProofCodes.Where(c => c.AccountId == id).ExecuteDeleteAsync(ct);
        await devices.ForgetAllAsync(id, ct);
        await sessions.EndAllAsync(id, except: null, ct);
        await transaction.CommitAsync(ct);
        log.PasswordResetUndone(id);
        return null;
    }

    private async Task<Answer<PasswordUndo>> FindAsync(string secret, CancellationToken ct)
    {
        var hash = Codes.KeyOf(secret);
        var undo = await db.PasswordUndos.FirstOrDefaultAsync(u => u.SecretHash == hash, ct);
        return undo is null ? AddressRefusals.UndoOver : undo.Check(clock.GetUtcNow()) is { } over ? over : undo;
    }
}

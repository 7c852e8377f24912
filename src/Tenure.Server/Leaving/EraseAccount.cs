using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>
/// Carries a deletion out. First the account is closed and every session ended: from there on nothing brings it back. Then a line goes into the journal, and one transaction erases everything. A process that dies anywhere between is
/// followed by one that goes on: a closed account is erased, whatever else was done.
/// </summary>
internal sealed class EraseAccount(
    TenureDb db, ListObstacles obstacles, DeviceSeals seals, DeletionBook book, DeletionJournal journal, Tombstones tombstones, IEnumerable<IErasure> capabilities, SessionEnding sessions, TimeProvider clock, LeavingLog log)
{
    /// <summary>A deletion whose time has come: closes the account, or calls the deletion off where something stands in the way. During a freeze or a quiet time nothing happens: somebody may have taken the account over.</summary>
    /// <returns>Whether the account is closed, to be erased with <see cref="FinishAsync"/>.</returns>
    public async Task<bool> BeginAsync(AccountId id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(id, ct);
        var now = clock.GetUtcNow();
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == id, ct);
        var deletion = await db.Deletions.FirstOrDefaultAsync(d => d.AccountId == id, ct);
        if (account is not null && deletion is { BegunAt: not null })
        {
            // Another process began it, and may be dead.
            return true;
        }

        if (account is null || deletion is null || !deletion.IsDue(now) || account.RefuseFarReaching(now) is not null)
        {
            return false;
        }

        if (await IsInTheWayAsync(id, ct))
        {
            if (await book.CallOffAsync(account, CallOffReason.InTheWay, ct) is null)
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }

            return false;
        }

        account.Close();
        deletion.Begin(now);
        await db.SaveChangesAsync(ct);
        await sessions.EndAllAsync(id, except: null, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Erases a closed account.</summary>
    public async Task FinishAsync(AccountId id, CancellationToken ct)
    {
        if (!await db.Deletions.AnyAsync(d => d.AccountId == id, ct))
        {
            // Another process was faster, and wrote the line.
            return;
        }

        var closing = (await seals.OfAsync(id, ct)).Select(s => new JournaledSeal(s.DeviceId.Value, s.HoldingId.Value, s.CodeHash)).ToList();
        if (!(await journal.ReadAsync(ct)).Any(d => d.Account == id.Value))
        {
            await journal.AppendAsync(new JournaledDeletion(id.Value, clock.GetUtcNow(), closing), ct);
        }

        await EraseAsync(id, ct);
        log.AccountErased(id);
    }

    /// <summary>Erases once more what a backup brought back.</summary>
    /// <returns>Whether anything was there.</returns>
    public async Task<bool> ReplayAsync(JournaledDeletion deletion, CancellationToken ct)
    {
        var id = new AccountId(deletion.Account);
        if (!await db.Accounts.AnyAsync(a => a.Id == id, ct))
        {
            return false;
        }

        await seals.RestoreAsync([.. deletion.Seals.Select(s => new DeviceSeal(new DeviceId(s.Device), new HoldingId(s.Holding), s.Code, clock.GetUtcNow()))], ct);
        await EraseAsync(id, ct);
        log.DeletionReplayed(id);
        return true;
    }

    private async Task EraseAsync(AccountId id, CancellationToken ct)
    {
        await tombstones.PrepareAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(id, ct);
        if (await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } account)
        {
            var person = new ErasedPerson(id, await AddressesAsync(id, ct));
            await tombstones.SetAsync(account.Number, person.Addresses, ct);
            foreach (var capability in capabilities)
            {
                await capability.EraseAsync(person, ct);
            }

            await db.Outbox.Where(m => person.Values.Contains(m.Recipient)).ExecuteDeleteAsync(ct);
        }

        await db.Deletions.Where(d => d.AccountId == id).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        if (db is SqliteTenureDb)
        {
            // The write-ahead log has the pages of before. Where a reader keeps it, the next erasure or the next start empties it.
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);
        }
    }

    // Of two processes that are about it one waits here, and then finds nothing to do.
    private Task<int> LockAsync(AccountId id, CancellationToken ct) => db.RunAsync(new("UPDATE accounts SET version = version WHERE id = $1", id.Value), ct);

    // A lost device that was to be sealed is no obstacle.
    private async Task<bool> IsInTheWayAsync(AccountId id, CancellationToken ct)
    {
        var toSeal = (await seals.OfAsync(id, ct)).Select(s => s.DeviceId.Value).ToHashSet(StringComparer.Ordinal);
        return (await obstacles.ExecuteAsync(id, ct)).Any(o => o.Kind != Obstacles.LostDevice || !toSeal.Contains(o.Subject ?? ""));
    }

    private async Task<IReadOnlyList<Address>> AddressesAsync(AccountId id, CancellationToken ct)
    {
        var own = (await db.Identifiers.AsNoTracking().Where(i => i.AccountId == id).ToListAsync(ct)).Select(i => i.Address).ToList();
        var others = (await db.AddressChanges.AsNoTracking().Where(c => c.AccountId == id).ToListAsync(ct)).Select(c => c.Address)
            .Concat((await db.AddressProofs.AsNoTracking().Where(p => p.AccountId == id).ToListAsync(ct)).Select(p => p.Address)).Except(own).ToList();
        var values = others.Select(a => a.Value).ToList();
        var taken = (await db.Identifiers.AsNoTracking().Where(i => values.Contains(i.Value)).ToListAsync(ct)).Select(i => i.Address).ToHashSet();
        return [.. own, .. others.Where(a => !taken.Contains(a))];
    }
}

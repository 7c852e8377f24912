using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Contracts;

/// <summary>Writes and reads the devices' log.</summary>
internal sealed class DeviceLogBook(TenureDb db, LogSignal signal, TimeProvider clock)
{
    /// <summary>Adds an entry to the caller's unit of work; it is saved with the caller's change or not at all, and taken up into the tree about a second later.</summary>
    /// <param name="device">After the change.</param>
    /// <param name="name">One of <see cref="DeviceEvents"/>.</param>
    /// <param name="ticket">The ticket that the event is about; <c>null</c> when none is.</param>
    /// <param name="by"><c>phone</c> or <c>page</c> when the holder acted, <c>case</c> for a case; <c>null</c> when the device did.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="announcedAt">With <c>case</c>: when the holder was told.</param>
    /// <param name="votes">With <c>case</c>: what the agents signed, for the signer; no part of the entry.</param>
    public async Task AppendAsync(Device device, string name, TicketId? ticket, string? by, CancellationToken ct, DateTimeOffset? announcedAt = null, byte[]? votes = null)
    {
        var now = clock.GetUtcNow();
        var last = FindAdded(device.Id) ?? (db.Entry(device).State == EntityState.Added ? null : await FindLastAsync(device.Id, ct));
        // What ends a holding belongs to it still.
        var holding = DeviceEvents.StepOf(name) is { } step && Device.EndsHolding(step) ? HeldIn(last?.Opening) : device.HoldingId?.Value;
        var salt = RandomNumberGenerator.GetBytes(LogChain.SaltSize);
        var details = LoggedState.Of(device, ticket, by, now, announcedAt, isConsent: name == DeviceEvents.ReleaseGranted).ToJson();
        var row = new DeviceLogRow(device.Id, new LogEntry
        {
            Format = 2,
            DeviceRef = last?.Row.DeviceRef ?? RandomNumberGenerator.GetBytes(LogChain.RefSize),
            HoldingRef = holding is null ? null : RefOf(holding.Value, last),
            Sequence = last?.Row.Sequence + 1 ?? 0,
            Previous = last?.Row.Hash ?? LogChain.Start,
            Event = name,
            At = LogTime.Cut(now),
            Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
        });
        db.DeviceLog.Add(row);
        db.DeviceLogOpenings.Add(new DeviceLogOpening(device.Id, row.Sequence, holding, salt, details, votes));
        db.WaitingEntries.Add(new WaitingEntry(row));
        signal.Raise();
    }

    /// <summary>The log's own name of a device and how many entries there are; <c>null</c> for a device without one.</summary>
    public async Task<(byte[] DeviceRef, long Length)?> FindAsync(DeviceId device, CancellationToken ct) =>
        await db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device).OrderByDescending(r => r.Sequence).FirstOrDefaultAsync(ct) is { } last ? (last.DeviceRef, last.Sequence + 1) : null;

    /// <summary>The latest entries of some kinds, without details: what happened and in which hour. The latest first.</summary>
    /// <param name="device">The device; one without a log has no entries.</param>
    /// <param name="names">Of <see cref="DeviceEvents"/>.</param>
    /// <param name="most">No more than these.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<IReadOnlyList<(string Event, DateTimeOffset At)>> HistoryAsync(DeviceId device, IReadOnlyCollection<string> names, int most, CancellationToken ct)
    {
        var rows = await db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device && names.Contains(r.Event)).OrderByDescending(r => r.Sequence).Take(most).Select(r => new { r.Event, r.At }).ToListAsync(ct);
        return [.. rows.Select(r => (r.Event, DateTimeOffset.FromUnixTimeSeconds(r.At)))];
    }

    /// <summary>The entries from one sequence up to another, without the latter; details and salts of one holding alone.</summary>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(DeviceId device, HoldingId holding, long from, long to, CancellationToken ct)
    {
        var rows = await db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device && r.Sequence >= from && r.Sequence < to).OrderBy(r => r.Sequence).ToListAsync(ct);
        var openings = await db.DeviceLogOpenings.AsNoTracking().Where(o => o.DeviceId == device && o.HoldingId == holding.Value && o.Sequence >= from && o.Sequence < to)
            .ToDictionaryAsync(o => o.Sequence, ct);
        return [.. rows.Select(r => r.ToLine(openings.GetValueOrDefault(r.Sequence)))];
    }

    /// <summary>The entries by which a device went from one holding to the next by a transfer: from its holder's confirmation to the activation.</summary>
    /// <param name="device">The device.</param>
    /// <param name="epoch">The epoch that ended with it.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The first sequence, that behind the last, and both holdings; <c>null</c> where there is none, or one of them was erased.</returns>
    public async Task<(long From, long To, HoldingId? Given, HoldingId? Taken)?> FindTransferAsync(DeviceId device, uint epoch, CancellationToken ct)
    {
        var confirmed = await OpeningsOf(device, DeviceEvents.TransferConfirmed).OrderByDescending(o => o.Sequence).ToListAsync(ct);
        var activated = await OpeningsOf(device, DeviceEvents.Activated).OrderBy(o => o.Sequence).ToListAsync(ct);
        var given = confirmed.Find(o => LoggedState.Parse(o.Details)?.Epoch == epoch);
        var taken = activated.Find(o => LoggedState.Parse(o.Details)?.Epoch == epoch + 1);
        // Of a side that is erased nothing opens its entries: the other side's lead to them, for they are in a row.
        var first = given?.Sequence ?? (taken is null ? null : await RowsOf(device, DeviceEvents.TransferConfirmed).Where(r => r.Sequence < taken.Sequence).MaxAsync(r => (long?)r.Sequence, ct));
        var last = taken?.Sequence ?? (given is null ? null : await RowsOf(device, DeviceEvents.Activated).Where(r => r.Sequence > given.Sequence).MinAsync(r => (long?)r.Sequence, ct));
        return first is { } from && last is { } to ? (from, to + 1, HoldingOf(given), HoldingOf(taken)) : null;
    }

    /// <summary>Whether it was a case that let a device go in this holding, and not its holder.</summary>
    public async Task<bool> WasLetGoByCaseAsync(DeviceId device, HoldingId holding, CancellationToken ct) =>
        await OpeningsOf(device, DeviceEvents.ReleaseGranted).Where(o => o.HoldingId == holding.Value).OrderByDescending(o => o.Sequence).FirstOrDefaultAsync(ct) is { } last && LoggedState.Parse(last.Details)?.By == "case";

    /// <summary>Erases a holding from the log: nobody can tell any more what its entries were about. The entries stay, in chain and tree.</summary>
    /// <returns>How many entries were closed for ever.</returns>
    public Task<int> EraseAsync(DeviceId device, HoldingId holding, CancellationToken ct) =>
        db.DeviceLogOpenings.Where(o => o.DeviceId == device && o.HoldingId == holding.Value).ExecuteDeleteAsync(ct);

    private static HoldingId? HoldingOf(DeviceLogOpening? opening) => opening?.HoldingId is { } holding ? new HoldingId(holding) : null;

    private IQueryable<DeviceLogRow> RowsOf(DeviceId device, string name) => db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device && r.Event == name);

    private IQueryable<DeviceLogOpening> OpeningsOf(DeviceId device, string name) =>
        from row in db.DeviceLog.AsNoTracking()
        where row.DeviceId == device && row.Event == name
        join opening in db.DeviceLogOpenings.AsNoTracking() on new { row.DeviceId, row.Sequence } equals new { opening.DeviceId, opening.Sequence }
        select opening;

    // The entry that ended a holding belongs to it, and says that nobody holds the device.
    private static Guid? HeldIn(DeviceLogOpening? opening) => opening is not null && LoggedState.Parse(opening.Details)?.Holding is not null ? opening.HoldingId : null;

    // The same holding keeps its name, and a new one gets one that nothing leads to.
    private static byte[] RefOf(Guid holding, (DeviceLogRow Row, DeviceLogOpening? Opening)? last) =>
        last is { Row.HoldingRef: { } known, Opening.HoldingId: { } of } && of == holding ? known : RandomNumberGenerator.GetBytes(LogChain.RefSize);

    // In this unit of work, and not saved yet.
    private (DeviceLogRow Row, DeviceLogOpening? Opening)? FindAdded(DeviceId device) => db.DeviceLog.Local.Where(r => r.DeviceId == device).MaxBy(r => r.Sequence) is { } added
        ? (added, db.DeviceLogOpenings.Local.FirstOrDefault(o => o.DeviceId == device && o.Sequence == added.Sequence))
        : null;

    private async Task<(DeviceLogRow Row, DeviceLogOpening? Opening)?> FindLastAsync(DeviceId device, CancellationToken ct)
    {
        var found = await (
            from row in db.DeviceLog.AsNoTracking()
            where row.DeviceId == device
            orderby row.Sequence descending
            join opening in db.DeviceLogOpenings.AsNoTracking() on new { row.DeviceId, row.Sequence } equals new { opening.DeviceId, opening.Sequence } into openings
            from opening in openings.DefaultIfEmpty()
            select new { row, opening }).FirstOrDefaultAsync(ct);
        return found is null ? null : (found.row, found.opening);
    }
}

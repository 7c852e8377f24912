using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Contracts;

/// <summary>Writes and reads the devices' log.</summary>
internal sealed class DeviceLogBook(TenureDb db, TimeProvider clock)
{
    /// <summary>Adds an entry to the caller's unit of work; it is saved with the caller's change or not at all.</summary>
    /// <param name="device">After the change.</param>
    /// <param name="name">One of <see cref="DeviceEvents"/>.</param>
    /// <param name="ticket">The ticket that the event is about; <c>null</c> when none is.</param>
    /// <param name="by"><c>phone</c> or <c>page</c> when the holder acted; <c>null</c> when the device did.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task AppendAsync(Device device, string name, TicketId? ticket, string? by, CancellationToken ct)
    {
        // A device's first event makes its chain; FindAsync also finds a head that was added and not yet saved.
        var head = await db.DeviceLogHeads.FindAsync([device.Id], ct) ?? db.DeviceLogHeads.Add(new DeviceLogHead(device.Id)).Entity;
        var details = LoggedState.Of(device, ticket, by).ToJson();
        db.DeviceLog.Add(head.Append(name, details, RandomNumberGenerator.GetBytes(LogChain.SaltSize), clock.GetUtcNow()));
    }

    /// <summary>The log's own name of a device and how many entries there are; <c>null</c> for a device without one.</summary>
    public async Task<(byte[] DeviceRef, long Length)?> FindAsync(DeviceId device, CancellationToken ct) =>
        await db.DeviceLogHeads.AsNoTracking().FirstOrDefaultAsync(h => h.DeviceId == device, ct) is { } head ? (head.DeviceRef, head.Length) : null;

    /// <summary>The entries from one sequence up to another, without the latter.</summary>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(DeviceId device, long from, long to, CancellationToken ct)
    {
        var rows = await db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device && r.Sequence >= from && r.Sequence < to).OrderBy(r => r.Sequence).ToListAsync(ct);
        return [.. rows.Select(r => r.ToLine())];
    }
}

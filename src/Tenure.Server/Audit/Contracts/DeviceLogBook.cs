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

    /// <summary>The whole log of one device, from its first entry; <c>null</c> for a device without one.</summary>
    public async Task<(byte[] DeviceRef, IReadOnlyList<LogLine> Lines)?> ReadAsync(DeviceId device, CancellationToken ct)
    {
        if (await db.DeviceLogHeads.AsNoTracking().FirstOrDefaultAsync(h => h.DeviceId == device, ct) is not { } head)
        {
            return null;
        }

        var rows = await db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == device && r.Sequence < head.Length).OrderBy(r => r.Sequence).ToListAsync(ct);
        return (head.DeviceRef, [.. rows.Select(r => r.ToLine())]);
    }
}

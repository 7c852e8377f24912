using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Contracts;

/// <summary>A device that named a ticket which was never issued here, as operators see it.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Ticket">The ticket that it named last, 32 hexadecimal digits.</param>
/// <param name="WasHeld">Whether anybody ever held it here: then it is no toy.</param>
/// <param name="Times">How often.</param>
/// <param name="LastAt">The last time (UTC).</param>
internal sealed record DeviceAlarm(string Device, string Ticket, bool WasHeld, int Times, DateTimeOffset LastAt);

/// <summary>A device that was behind the count that was seen of it, again and again: a copy of it may exist.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="WasHeld">Whether anybody ever held it here.</param>
/// <param name="Times">How often it was so again.</param>
/// <param name="LastAt">The last time (UTC).</param>
internal sealed record CopyAlarm(string Device, bool WasHeld, int Times, DateTimeOffset LastAt);

/// <summary>What about devices operators should look at.</summary>
internal sealed class DeviceAlarms(TenureDb db, TimeProvider clock)
{
    /// <summary>How many are shown.</summary>
    public const int Most = 100;

    /// <summary>Those that were held first, then the latest.</summary>
    public async Task<IReadOnlyList<DeviceAlarm>> ReadAsync(CancellationToken ct) =>
        [.. (await db.TicketAlarms.AsNoTracking().OrderByDescending(a => a.WasHeld).ThenByDescending(a => a.LastAt).Take(Most).ToListAsync(ct))
            .Select(a => new DeviceAlarm(a.DeviceId.Value, a.TicketId.ToString(), a.WasHeld, a.Times, a.LastAt))];

    /// <summary>Those of the last <see cref="Setback.Memory"/>, as <see cref="ReadAsync"/> orders them.</summary>
    public async Task<IReadOnlyList<CopyAlarm>> ReadCopiesAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Setback.Memory;
        return [.. (await db.Setbacks.AsNoTracking().Where(s => s.RepeatedAt > since).OrderByDescending(s => s.WasHeld).ThenByDescending(s => s.RepeatedAt).Take(Most).ToListAsync(ct))
            .Select(s => new CopyAlarm(s.DeviceId.Value, s.WasHeld, s.Repeats, s.RepeatedAt!.Value))];
    }
}

using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Contracts;

/// <summary>The tickets that were made, day by day. Of holders nothing. Whoever calls it writes down that it was looked.</summary>
internal sealed class TicketLookUp(TenureDb db)
{
    /// <summary>How many stand on one page.</summary>
    public const int OfPage = 50;

    /// <summary>A page of a day's tickets (UTC), the latest first, and whether there is a further one.</summary>
    /// <param name="page">From 1.</param>
    public async Task<(IReadOnlyList<SeenTicket> Tickets, bool HasMore)> OfDayAsync(DateOnly day, int page, CancellationToken ct)
    {
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var until = from.AddDays(1);
        var rows = await db.IssuedTickets.AsNoTracking().Where(t => t.IssuedAt >= from && t.IssuedAt < until).OrderByDescending(t => t.IssuedAt).ThenBy(t => t.DeviceId).ThenBy(t => t.Id)
            .Skip((page - 1) * OfPage).Take(OfPage + 1).Select(t => new SeenTicket(t.IssuedAt, t.DeviceId, t.Kind, t.JobId, t.DoneAt)).ToListAsync(ct);
        return ([.. rows.Take(OfPage)], rows.Count > OfPage);
    }
}

/// <summary>A ticket as operators see it.</summary>
/// <param name="IssuedAt">When it was made (UTC).</param>
/// <param name="DeviceId">For which device.</param>
/// <param name="Kind">What it orders.</param>
/// <param name="JobId">The restore that it belongs to; <c>null</c> for what is none.</param>
/// <param name="DoneAt">When the device first said that it carried it out (UTC); <c>null</c> before.</param>
internal sealed record SeenTicket(DateTimeOffset IssuedAt, DeviceId DeviceId, TicketKind Kind, Guid? JobId, DateTimeOffset? DoneAt);

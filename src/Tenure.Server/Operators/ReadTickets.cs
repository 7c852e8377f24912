using System.Globalization;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Contracts;

namespace Tenure.Server.Operators;

/// <summary>The tickets of a day: when, for which device, what they order, and of flash tickets who carries the restore out and with which package. Reading it is written down.</summary>
internal sealed class ReadTickets(TicketLookUp tickets, FlashingLookUp flashing, OperatorLogBook log, TimeProvider clock)
{
    // A day has no more pages than anybody reads.
    private const int MostPages = 10_000;

    /// <param name="reader">The operator's name; <c>null</c> for who works on the server's own machine.</param>
    /// <param name="day">As <c>yyyy-MM-dd</c>, in UTC; anything else is today.</param>
    /// <param name="page">From 1; anything else is the first.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<TicketsOfDay> ExecuteAsync(string? reader, string? day, string? page, CancellationToken ct)
    {
        var asked = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is > 2000 and < 9999 ? read : DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at is > 0 and <= MostPages ? at : 1;
        await log.AppendAsync(OperatorEvents.TicketsRead, new LoggedAct(reader, About: asked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ct);
        var (seen, hasMore) = await tickets.OfDayAsync(asked, number, ct);
        var jobs = await flashing.JobsAsync([.. seen.Select(t => t.JobId).OfType<Guid>().Distinct()], ct);
        return new TicketsOfDay(asked, number, hasMore, [.. seen.Select(t => new ListedTicket(t.IssuedAt, t.DeviceId, t.Kind, t.JobId, t.JobId is { } id ? jobs.GetValueOrDefault(id) : null, t.DoneAt))]);
    }
}

/// <summary>A page of a day's tickets.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="Page">From 1.</param>
/// <param name="HasMore">Whether there is a further page.</param>
/// <param name="Tickets">The latest first.</param>
internal sealed record TicketsOfDay(DateOnly Day, int Page, bool HasMore, IReadOnlyList<ListedTicket> Tickets);

/// <summary>A ticket, with its restore where it belongs to one that is still known.</summary>
internal sealed record ListedTicket(DateTimeOffset IssuedAt, DeviceId DeviceId, TicketKind Kind, Guid? JobId, SeenJob? Job, DateTimeOffset? DoneAt);

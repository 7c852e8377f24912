using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Platform.Messages;

/// <summary>Looks how the messages stand, without changing anything.</summary>
internal sealed class MessagesQuery(TenureDb db, TimeProvider clock)
{
    private const int MostErrors = 5;

    public async Task<MessagesReport> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return new(now, await OfAsync(MessageChannel.Mail, now, ct), await OfAsync(MessageChannel.Sms, now, ct), await CountriesAsync(now, ct));
    }

    private async Task<ChannelReport> OfAsync(MessageChannel channel, DateTimeOffset now, CancellationToken ct)
    {
        var all = db.Outbox.AsNoTracking().Where(m => m.Channel == channel && m.Recipient != "");
        var waiting = all.Where(m => m.SentAt == null && m.GivenUpAt == null);
        var failed = waiting.Where(m => m.LastError != null);
        var since = now.AddDays(-1);
        var oldest = await waiting.MinAsync(m => (DateTimeOffset?)m.CreatedAt, ct);
        var errors = await failed.GroupBy(m => m.LastError!).Select(same => new { Reason = same.Key, Count = same.Count() })
            .OrderByDescending(e => e.Count).ThenBy(e => e.Reason).Take(MostErrors).ToListAsync(ct);
        return new(
            await waiting.CountAsync(ct),
            oldest is { } created ? Math.Max(0, (long)(now - created).TotalSeconds) : null,
            await failed.CountAsync(ct),
            [.. errors.Select(e => new ErrorReport(e.Reason, e.Count))],
            await all.CountAsync(m => m.SentAt >= since, ct),
            await all.CountAsync(m => m.GivenUpAt >= since, ct));
    }

    private async Task<List<CountryReport>> CountriesAsync(DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        var counts = await db.SmsCountryCounts.AsNoTracking().Where(c => c.StartsAt >= since).GroupBy(c => c.Country)
            .Select(same => new { Country = same.Key, Sent = same.Sum(c => c.Sent), Verified = same.Sum(c => c.Verified) }).ToListAsync(ct);
        var closures = await db.SmsClosures.AsNoTracking().Where(c => c.Until > now).ToDictionaryAsync(c => c.Country, c => c.Until, ct);
        return
        [
            .. counts.Select(c => c.Country).Union(closures.Keys).Order(StringComparer.Ordinal).Select(country => new CountryReport(
                country,
                counts.FirstOrDefault(c => c.Country == country)?.Sent ?? 0,
                counts.FirstOrDefault(c => c.Country == country)?.Verified ?? 0,
                closures.TryGetValue(country, out var until) ? until : null)),
        ];
    }
}

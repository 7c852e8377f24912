using System.Text;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Messages;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Platform.Sms;

/// <summary>Says whether a code may go to a number, and counts it. Asked before the message is put into the outbox.</summary>
/// <remarks>
/// An SMS costs money, and somebody may earn by it. All processes count together, and of requests at once no more pass than may. What is refused is not counted. The caller
/// asks for every number alike, whether an account has it or not.
/// </remarks>
internal sealed class SmsBudget(TenureDb db, Pepper pepper, IOptions<SmsOptions> options, TimeProvider clock, SmsLog log)
{
    // The code, and one more if it did not come.
    private const int MostForStrangers = 2;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Refuses a number that no SMS goes to: there is no gateway, or its country is not on the list. Counts nothing.</summary>
    public Refusal? Check(PhoneNumber number) => CountryOf(number) is null ? SmsRefusals.Unavailable : null;

    /// <summary>Counts one SMS with a code for the number's account, or refuses it.</summary>
    /// <param name="number">Where it goes.</param>
    /// <param name="network">Who asks for it.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Refusal?> TakeAsync(PhoneNumber number, Network network, CancellationToken ct) =>
        TakeAsync(number, network, new(KeyOf("number", number.Value), options.Value.PerNumber, SmsRefusals.Limited), comesBack: true, ct);

    /// <summary>The same for a number that somebody says is theirs. Counted apart: a stranger must not use up the codes of its account.</summary>
    /// <param name="number">Where it goes.</param>
    /// <param name="network">Who asks for it.</param>
    /// <param name="hasCode">Whether a code can come back from it; else its country is not judged by it.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Refusal?> TakeForStrangerAsync(PhoneNumber number, Network network, bool hasCode, CancellationToken ct) =>
        TakeAsync(number, network, new(KeyOf("stranger", number.Value), Math.Min(MostForStrangers, options.Value.PerNumber), SmsRefusals.Limited), hasCode, ct);

    private async Task<Refusal?> TakeAsync(PhoneNumber number, Network network, Limit ofNumber, bool comesBack, CancellationToken ct)
    {
        if (CountryOf(number) is not { } country)
        {
            return SmsRefusals.Unavailable;
        }

        var now = clock.GetUtcNow();
        var limits = Limits(ofNumber, network, country);
        if ((await FullAsync(limits, now, ct) ?? await ClosedAsync(country, now, ct) ?? await CountAsync(limits, now, ct)) is { } refusal)
        {
            return refusal;
        }

        // None is counted with the same work: whether a number is known must not show.
        await CountOfCountryAsync(country, now, sent: comesBack ? 1 : 0, verified: 0, ct);
        return null;
    }

    /// <summary>Counts one SMS that tells something to the holder of a proven number, or refuses it. No code comes back from it, so that its country is not judged by it.</summary>
    public async Task<Refusal?> TakeNoticeAsync(PhoneNumber number, CancellationToken ct)
    {
        if (CountryOf(number) is not { } country)
        {
            return SmsRefusals.Unavailable;
        }

        var now = clock.GetUtcNow();
        // A count of its own: who makes notices must not use up the codes.
        Limit[] limits =
        [
            new(KeyOf("notice", number.Value), options.Value.PerNumber, SmsRefusals.Limited),
            new(KeyOf("country", country), options.Value.PerCountry, SmsRefusals.Paused),
            new(KeyOf("all", ""), options.Value.PerDay, SmsRefusals.Paused),
        ];
        return await FullAsync(limits, now, ct) ?? await CountAsync(limits, now, ct);
    }

    private async Task<Refusal?> CountAsync(Limit[] limits, DateTimeOffset now, CancellationToken ct)
    {
        for (var i = 0; i < limits.Length; i++)
        {
            if (!await TryCountAsync(limits[i], now, ct))
            {
                await GiveBackAsync(limits[..i], ct);
                return await FullAsync(limits, now, ct) ?? limits[i].Refuse(TimeSpan.FromSeconds(1));
            }
        }

        return null;
    }

    /// <summary>Counts a code that came back, once for each that was sent to the number.</summary>
    public Task VerifiedAsync(PhoneNumber number, CancellationToken ct) => VerifiedAsync(number, KeyOf("number", number.Value), ct);

    /// <summary>The same for a code that <see cref="TakeForStrangerAsync"/> counted.</summary>
    public Task VerifiedForStrangerAsync(PhoneNumber number, CancellationToken ct) => VerifiedAsync(number, KeyOf("stranger", number.Value), ct);

    private async Task VerifiedAsync(PhoneNumber number, string key, CancellationToken ct)
    {
        if (PhoneNumbers.RegionOf(number) is { } country
            && await db.RunAsync(new("UPDATE sms_counters SET verified = verified + 1 WHERE key = $1 AND verified < taken", key), ct) > 0)
        {
            await CountOfCountryAsync(country, clock.GetUtcNow(), sent: 0, verified: 1, ct);
        }
    }

    private string? CountryOf(PhoneNumber number) =>
        options.Value.IsOn && PhoneNumbers.RegionOf(number) is { } country && options.Value.CountryList.Contains(country) ? country : null;

    // From the narrowest to the widest: the row that everybody needs is held for the shortest time.
    private Limit[] Limits(Limit ofNumber, Network network, string country) =>
    [
        ofNumber,
        new(KeyOf("network", network.Prefix), options.Value.PerNetwork, SmsRefusals.Limited),
        new(KeyOf("country", country), options.Value.PerCountry, SmsRefusals.Paused),
        new(KeyOf("all", ""), options.Value.PerDay, SmsRefusals.Paused),
    ];

    private string KeyOf(string what, string value) => Convert.ToHexStringLower(pepper.Mac("sms-budget", Encoding.UTF8.GetBytes($"{what}\0{value}")));

    private async Task<Refusal?> FullAsync(Limit[] limits, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await db.ReadAsync(
            new($"SELECT key, taken, ends_at FROM sms_counters WHERE key IN ({string.Join(", ", limits.Select((_, i) => $"${i + 1}"))})", [.. limits.Select(limit => limit.Key)]),
            row => (Key: row.GetString(0), Taken: row.GetInt32(1), EndsAt: UtcTimeConverter.FromStored(row.GetDateTime(2))),
            ct);
        return limits.SelectMany(limit => counted.Where(c => c.Key == limit.Key && c.EndsAt > now && c.Taken >= limit.Most).Select(c => limit.Refuse(c.EndsAt - now))).FirstOrDefault();
    }

    private async Task<bool> TryCountAsync(Limit limit, DateTimeOffset now, CancellationToken ct)
    {
        const string Sql =
            """
            INSERT INTO sms_counters (key, taken, verified, ends_at) VALUES ($1, 1, 0, $3)
            ON CONFLICT (key) DO UPDATE SET
                taken = CASE WHEN sms_counters.ends_at <= $2 THEN 1 ELSE sms_counters.taken + 1 END,
                verified = CASE WHEN sms_counters.ends_at <= $2 THEN 0 ELSE sms_counters.verified END,
                ends_at = CASE WHEN sms_counters.ends_at <= $2 THEN excluded.ends_at ELSE sms_counters.ends_at END
            WHERE sms_counters.ends_at <= $2 OR sms_counters.taken < $4
            """;
        return await db.RunAsync(new(Sql, limit.Key, UtcTimeConverter.ToStored(now), UtcTimeConverter.ToStored(now + Day), limit.Most), ct) > 0;
    }

    // Another request took the last one in between.
    private async Task GiveBackAsync(Limit[] taken, CancellationToken ct)
    {
        foreach (var limit in taken)
        {
            await db.RunAsync(new("UPDATE sms_counters SET taken = taken - 1 WHERE key = $1 AND taken > 0", limit.Key), ct);
        }
    }

    private async Task CountOfCountryAsync(string country, DateTimeOffset now, int sent, int verified, CancellationToken ct)
    {
        const string Sql =
            """
            INSERT INTO sms_country_counts (country, starts_at, sent, verified) VALUES ($1, $2, $3, $4)
            ON CONFLICT (country, starts_at) DO UPDATE SET sent = sms_country_counts.sent + excluded.sent, verified = sms_country_counts.verified + excluded.verified
            """;
        await db.RunAsync(new(Sql, country, UtcTimeConverter.ToStored(SmsBreakerRule.StretchOf(now)), sent, verified), ct);
    }

    private async Task<Refusal?> ClosedAsync(string country, DateTimeOffset now, CancellationToken ct)
    {
        var closures = await db.ReadAsync(
            new("SELECT until FROM sms_closures WHERE country = $1", country), row => UtcTimeConverter.FromStored(row.GetDateTime(0)), ct);
        if (closures is [var until] && until > now)
        {
            return SmsRefusals.Paused(until - now);
        }

        // It was closed for as long as is looked back on: what it was closed for is not held against it again.
        var rule = options.Value.ToBreakerRule();
        const string Sql =
            """
            SELECT COALESCE(SUM(CASE WHEN starts_at <= $3 THEN sent ELSE 0 END), 0), COALESCE(SUM(verified), 0)
            FROM sms_country_counts WHERE country = $1 AND starts_at >= $2
            """;
        var (sent, verified) = (await db.ReadAsync(
            new(Sql, country, UtcTimeConverter.ToStored(now - rule.Window), UtcTimeConverter.ToStored(SmsBreakerRule.LastJudged(now))), row => (row.GetInt64(0), row.GetInt64(1)), ct))[0];
        return rule.Closes(sent, verified) ? await CloseAsync(country, now, now + rule.Window, verified, sent, ct) : null;
    }

    private async Task<Refusal> CloseAsync(string country, DateTimeOffset now, DateTimeOffset until, long verified, long sent, CancellationToken ct)
    {
        const string Sql =
            """
            INSERT INTO sms_closures (country, until) VALUES ($1, $2)
            ON CONFLICT (country) DO UPDATE SET until = excluded.until WHERE sms_closures.until <= $3
            """;
        if (await db.RunAsync(new(Sql, country, UtcTimeConverter.ToStored(until), UtcTimeConverter.ToStored(now)), ct) > 0)
        {
            log.CountryClosed(country, until, verified, sent);
        }

        return SmsRefusals.Paused(until - now);
    }

    private sealed record Limit(string Key, int Most, Func<TimeSpan, Refusal> Refuse);
}

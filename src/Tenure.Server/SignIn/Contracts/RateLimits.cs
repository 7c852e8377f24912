using System.Data.Common;
using System.Text;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Counts what is asked for, in the table of <see cref="Throttle"/>: all processes count together, and of requests at once no more pass than may.</summary>
internal sealed class RateLimits(TenureDb db, Pepper pepper, TimeProvider clock)
{
    /// <summary>Counts one request, or refuses it. What is refused writes nothing.</summary>
    /// <param name="limit">The limit in force.</param>
    /// <param name="purpose">What is asked for.</param>
    /// <param name="subject">Whose requests are counted together: a network, an address.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> TakeAsync(RateLimit limit, string purpose, string subject, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var key = KeyOf(purpose, subject);
        var before = await db.ReadAsync(new("SELECT failures, forget_at FROM throttles WHERE key = $1", key), Read, ct);
        if (before is [var window] && limit.Check(window.Count, window.End, now) is { } full)
        {
            return full;
        }

        var (count, end) = await CountAsync(key, 1, now, limit.Window, ct);
        return limit.Check(count - 1, end, now);
    }

    /// <summary>Under which key a subject is counted: 64 characters of a keyed hash, for who has to count later what it cost.</summary>
    /// <param name="purpose">What is asked for.</param>
    /// <param name="subject">Whose requests are counted together.</param>
    public string KeyOf(string purpose, string subject) => Convert.ToHexStringLower(pepper.Mac("rate-limit", Encoding.UTF8.GetBytes($"{purpose}\0{subject}")));

    /// <summary>Whether there is any of a limit left; counts nothing.</summary>
    /// <param name="limit">The limit in force.</param>
    /// <param name="key">Of <see cref="KeyOf"/>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckAsync(RateLimit limit, string key, CancellationToken ct) =>
        await db.ReadAsync(new("SELECT failures, forget_at FROM throttles WHERE key = $1", key), Read, ct) is [var window] ? limit.Check(window.Count, window.End, clock.GetUtcNow()) : null;

    /// <summary>Counts what something has cost, beyond the limit too: it is over already.</summary>
    /// <param name="limit">The limit in force.</param>
    /// <param name="key">Of <see cref="KeyOf"/>.</param>
    /// <param name="amount">In the unit of the limit, from 1.</param>
    /// <param name="ct">Ends the call.</param>
    public Task AddAsync(RateLimit limit, string key, int amount, CancellationToken ct) => CountAsync(key, amount, clock.GetUtcNow(), limit.Window, ct);

    private async Task<(int Count, DateTimeOffset End)> CountAsync(string key, int amount, DateTimeOffset now, TimeSpan window, CancellationToken ct)
    {
        const string Sql =
            """
            INSERT INTO throttles (key, failures, last_failure_at, forget_at) VALUES ($1, $4, $2, $3)
            ON CONFLICT (key) DO UPDATE SET
                failures = CASE WHEN throttles.forget_at <= excluded.last_failure_at THEN excluded.failures ELSE throttles.failures + excluded.failures END,
                last_failure_at = excluded.last_failure_at,
                forget_at = CASE WHEN throttles.forget_at <= excluded.last_failure_at THEN excluded.forget_at ELSE throttles.forget_at END
            RETURNING failures, forget_at
            """;
        return (await db.ReadAsync(new(Sql, key, UtcTimeConverter.ToStored(now), UtcTimeConverter.ToStored(now + window), amount), Read, ct))[0];
    }

    private static (int Count, DateTimeOffset End) Read(DbDataReader row) => (row.GetInt32(0), UtcTimeConverter.FromStored(row.GetDateTime(1)));
}

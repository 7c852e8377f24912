using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>One thing that is counted, and the rule for it.</summary>
internal sealed record Gate(string Key, ThrottleRule Rule);

/// <summary>What the gates said before a try.</summary>
/// <param name="Refusal">The longest wait, or <c>null</c>.</param>
/// <param name="Rows">What was counted so far.</param>
internal sealed record GateState(Refusal? Refusal, IReadOnlyList<Throttle> Rows)
{
    /// <summary>Failures of one gate.</summary>
    public int FailuresOf(Gate gate, DateTimeOffset now) => Rows.FirstOrDefault(row => row.Key == gate.Key)?.Counted(now) ?? 0;
}

/// <summary>Counts failures. One read before a try, one write after a failure, none after a success that had no failures before it.</summary>
/// <remarks>Tries that are under way at once pass together: at most as many as there are places for hashes.</remarks>
internal sealed class Throttles(TenureDb db, Pepper pepper, ThrottleRules rules, TimeProvider clock)
{
    /// <summary>The rules in force.</summary>
    public ThrottleRules Rules => rules;

    /// <summary>A gate; what it counts is kept as a keyed hash, because people type passwords into the wrong field.</summary>
    public Gate Gate(ThrottleRule rule, string purpose, params ReadOnlySpan<string> parts) =>
        new(Convert.ToHexStringLower(pepper.Mac("throttle", Encoding.UTF8.GetBytes($"{purpose}\0{string.Join('\0', parts)}"))), rule);

    /// <summary>Whether a try may be made now.</summary>
    public async Task<GateState> CheckAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = gates.Select(gate => gate.Key).ToArray();
        var rows = await db.Throttles.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(ct);
        var refusal = gates
            .Select(gate => rows.FirstOrDefault(row => row.Key == gate.Key)?.Check(gate.Rule, now))
            .MaxBy(refused => refused?.RetryAfter ?? TimeSpan.Zero);
        return new GateState(refusal, rows);
    }

    /// <summary>Counts a failure at each gate, in one statement: none is lost when many come at once.</summary>
    public async Task CountAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var ticks = clock.GetUtcNow().UtcTicks;
        var now = new DateTime(ticks - (ticks % 10), DateTimeKind.Utc);
        // In one order always, so that two statements never wait for each other.
        var ordered = gates.OrderBy(gate => gate.Key, StringComparer.Ordinal).ToArray();
        var values = string.Join(", ", ordered.Select((_, i) => $"({{{i * 3}}}, 1, {{{(i * 3) + 1}}}, {{{(i * 3) + 2}}})"));
        var parameters = ordered.SelectMany(gate => new object[] { gate.Key, now, now + gate.Rule.ForgottenAfter }).ToArray();
        // Only places for parameters are put together here; FormattableString makes a parameter of each.
        var statement =
            $"""
            INSERT INTO throttles (key, failures, last_failure_at, forget_at) VALUES {values}
            ON CONFLICT (key) DO UPDATE SET
                failures = CASE WHEN throttles.forget_at <= excluded.last_failure_at THEN 1 ELSE throttles.failures + 1 END,
                last_failure_at = excluded.last_failure_at,
                forget_at = excluded.forget_at
            """;
        await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create(statement, parameters), ct);
    }

    /// <summary>Forgets the failures of some gates after a success.</summary>
    public async Task ForgetAsync(GateState state, IEnumerable<Gate> gates, CancellationToken ct)
    {
        var counted = gates.Where(gate => state.Rows.Any(row => row.Key == gate.Key)).ToArray();
        if (counted.Length > 0)
        {
            await ForgetAsync(counted, ct);
        }
    }

    /// <summary>Forgets the failures of some gates.</summary>
    public Task ForgetAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var keys = gates.Select(gate => gate.Key).ToArray();
        return db.Throttles.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(ct);
    }
}

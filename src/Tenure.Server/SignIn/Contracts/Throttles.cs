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

/// <summary>What the gates said to a try.</summary>
/// <param name="Refusal">The longest wait, or <c>null</c> when the try may be judged.</param>
/// <param name="Before">What was counted before it.</param>
/// <param name="After">What is counted with it; empty when it was refused.</param>
internal sealed record GateState(Refusal? Refusal, IReadOnlyList<Throttle> Before, IReadOnlyList<Throttle> After)
{
    /// <summary>Failures of one gate, this try among them.</summary>
    public int CountOf(Gate gate) => After.FirstOrDefault(row => row.Key == gate.Key)?.Failures ?? 0;
}

/// <summary>Counts failures. A try is counted as one before it is judged, and given back when it was none: tries at once cannot pass together.</summary>
internal sealed class Throttles(TenureDb db, Pepper pepper, ThrottleRules rules, TimeProvider clock)
{
    /// <summary>The rules in force.</summary>
    public ThrottleRules Rules => rules;

    /// <summary>A gate; what it counts is kept as a keyed hash, because people type passwords into the wrong field.</summary>
    public Gate Gate(ThrottleRule rule, string purpose, params ReadOnlySpan<string> parts) =>
        new(Convert.ToHexStringLower(pepper.Mac("throttle", Encoding.UTF8.GetBytes($"{purpose}\0{string.Join('\0', parts)}"))), rule);

    /// <summary>Whether a try may be judged now; if so, it is counted as a failure at each gate. One read, and one statement that counts.</summary>
    public async Task<GateState> TakeAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = gates.Select(gate => gate.Key).ToArray();
        var before = await db.Throttles.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(ct);
        if (Longest(gates.Select(gate => RowOf(before, gate)?.Check(gate.Rule, now))) is { } wait)
        {
            return new GateState(wait, before, []);
        }

        var after = await CountAsync(gates, now, ct);
        if (Longest(gates.Select(gate => Overtaken(gate, RowOf(before, gate), RowOf(after, gate), now))) is { } overtaken)
        {
            await LowerAsync(gates, ct);
            return new GateState(overtaken, before, []);
        }

        return new GateState(Refusal: null, before, after);
    }

    /// <summary>Takes back what <see cref="TakeAsync"/> counted at some gates: the try was no failure, or was never judged.</summary>
    public async Task GiveBackAsync(GateState state, IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        foreach (var gate in gates)
        {
            // As it was before, unless somebody else was counted since; then one less. One key a statement, so that none waits for another's.
            if (RowOf(state.Before, gate) is not { } before || RowOf(state.After, gate) is not { } after || !await RestoreAsync(before, after, ct))
            {
                await LowerAsync([gate], ct);
            }
        }
    }

    /// <summary>Forgets the failures of some gates.</summary>
    public Task ForgetAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var keys = gates.Select(gate => gate.Key).ToArray();
        return db.Throttles.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(ct);
    }

    private static Throttle? RowOf(IReadOnlyList<Throttle> rows, Gate gate) => rows.FirstOrDefault(row => row.Key == gate.Key);

    private static Refusal? Longest(IEnumerable<Refusal?> refusals) => refusals.MaxBy(refusal => refusal?.RetryAfter ?? TimeSpan.Zero);

    // Whoever was counted between the read and the count was counted just now: the wait after them has only begun.
    private static Refusal? Overtaken(Gate gate, Throttle? before, Throttle? after, DateTimeOffset now)
    {
        var others = (after?.Failures ?? 1) - 1;
        var wait = gate.Rule.WaitAfter(others);
        return others > (before?.Counted(now) ?? 0) && wait > TimeSpan.Zero ? SignInRefusals.Throttled(wait) : null;
    }

    private async Task<List<Throttle>> CountAsync(IReadOnlyList<Gate> gates, DateTimeOffset time, CancellationToken ct)
    {
        var ticks = time.UtcTicks;
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
            RETURNING key, failures, last_failure_at, forget_at
            """;
        return await db.Throttles.FromSql(FormattableStringFactory.Create(statement, parameters)).AsNoTracking().ToListAsync(ct);
    }

    private async Task<bool> RestoreAsync(Throttle before, Throttle after, CancellationToken ct) =>
        await db.Throttles.Where(row => row.Key == after.Key && row.Failures == after.Failures && row.LastFailureAt == after.LastFailureAt).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Failures, before.Failures).SetProperty(r => r.LastFailureAt, before.LastFailureAt).SetProperty(r => r.ForgetAt, before.ForgetAt),
            ct) > 0;

    private async Task LowerAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        foreach (var key in gates.Select(gate => gate.Key))
        {
            await db.Throttles.Where(row => row.Key == key && row.Failures > 0).ExecuteUpdateAsync(row => row.SetProperty(r => r.Failures, r => r.Failures - 1), ct);
        }
    }
}

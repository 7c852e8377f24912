using System.Data.Common;
using System.Net;
using System.Text;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>One thing that is counted, and the rule for it.</summary>
internal sealed record Gate(string Key, ThrottleRule Rule);

/// <summary>A count that was taken already.</summary>
/// <param name="Before">What was counted before; <c>null</c> when nothing was.</param>
/// <param name="After">What is counted now.</param>
internal sealed record Counted(Throttle? Before, Throttle After);

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
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "key, failures, last_failure_at, forget_at";

    /// <summary>The rules in force.</summary>
    public ThrottleRules Rules => rules;

    /// <summary>A gate; what it counts is kept as a keyed hash, because people type passwords into the wrong field.</summary>
    public Gate Gate(ThrottleRule rule, string purpose, params ReadOnlySpan<string> parts) =>
        new(Convert.ToHexStringLower(pepper.Mac("throttle", Encoding.UTF8.GetBytes($"{purpose}\0{string.Join('\0', parts)}"))), rule);

    /// <summary>The mails that one network asks for, whatever they are about: one count.</summary>
    public Gate MailsFrom(IPAddress address) => Gate(Rules.MailsFromNetwork, "mail-network", Network.Of(address).Prefix);

    /// <summary>Whether a try may be judged now; if so, it is counted as a failure at each gate. One read, and one statement that counts.</summary>
    public async Task<GateState> TakeAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await db.ReadAsync(new($"SELECT {Columns} FROM throttles WHERE key IN ({Places(gates)})", Keys(gates)), row => Read(row, 0), ct);
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

    /// <summary>The same for one gate where the try is counted already: refused, it is taken back.</summary>
    /// <param name="now">When it was counted (UTC).</param>
    public async Task<GateState> TakenAsync(Gate gate, Counted counted, DateTimeOffset now, CancellationToken ct)
    {
        var taken = new GateState(
            counted.Before?.Check(gate.Rule, now) ?? Overtaken(gate, counted.Before, counted.After, now), counted.Before is { } before ? [before] : [], [counted.After]);
        if (taken.Refusal is null)
        {
            return taken;
        }

        await GiveBackAsync(taken, [gate], ct);
        return taken with { After = [] };
    }

    /// <summary>Takes back what <c>TakeAsync</c> counted at some gates: the try was no failure, or was never judged.</summary>
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
    public Task ForgetAsync(IReadOnlyList<Gate> gates, CancellationToken ct) => db.RunAsync(Forgetting(gates), ct);

    /// <summary>The statement that forgets them, for who writes more than that.</summary>
    public static Statement Forgetting(IReadOnlyList<Gate> gates) => new($"DELETE FROM throttles WHERE key IN ({Places(gates)})", Keys(gates));

    /// <summary>The statement that counts a try, and gives what is counted then.</summary>
    /// <param name="rows">SQL of the rows to count: key, 1, now, and when it is forgotten. Never what was typed.</param>
    public static Statement Counting(string rows, object[] parameters) => new(
        $"""
        INSERT INTO throttles ({Columns}) {rows}
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN throttles.forget_at <= excluded.last_failure_at THEN 1 ELSE throttles.failures + 1 END,
            last_failure_at = excluded.last_failure_at,
            forget_at = excluded.forget_at
        RETURNING {Columns}
        """,
        parameters);

    // Only places for parameters are put together, never what was typed.
    private static string Places(IReadOnlyList<Gate> gates) => string.Join(", ", gates.Select((_, i) => $"${i + 1}"));

    private static object[] Keys(IReadOnlyList<Gate> gates) => [.. gates.Select(gate => gate.Key)];

    /// <summary>A gate's count, from its <see cref="Columns"/> that begin at one.</summary>
    public static Throttle Read(DbDataReader row, int first) =>
        Throttle.FromStored(row.GetString(first), row.GetInt32(first + 1), TimeOf(row, first + 2), TimeOf(row, first + 3));

    private static DateTimeOffset TimeOf(DbDataReader row, int column) => UtcTimeConverter.FromStored(row.GetDateTime(column));

    private static Throttle? RowOf(IReadOnlyList<Throttle> rows, Gate gate) => rows.FirstOrDefault(row => row.Key == gate.Key);

    private static Refusal? Longest(IEnumerable<Refusal?> refusals) => refusals.MaxBy(refusal => refusal?.RetryAfter ?? TimeSpan.Zero);

    // Whoever was counted between the read and the count was counted just now: the wait after them has only begun.
    private static Refusal? Overtaken(Gate gate, Throttle? before, Throttle? after, DateTimeOffset now)
    {
        var others = (after?.Failures ?? 1) - 1;
        var wait = gate.Rule.WaitAfter(others);
        return others > (before?.Counted(now) ?? 0) && wait > TimeSpan.Zero ? SignInRefusals.Throttled(wait) : null;
    }

    private Task<List<Throttle>> CountAsync(IReadOnlyList<Gate> gates, DateTimeOffset now, CancellationToken ct)
    {
        // In one order always, so that two statements never wait for each other.
        var ordered = gates.OrderBy(gate => gate.Key, StringComparer.Ordinal).ToArray();
        var values = string.Join(", ", ordered.Select((_, i) => $"(${(i * 3) + 1}, 1, ${(i * 3) + 2}, ${(i * 3) + 3})"));
        object[] parameters = [.. ordered.SelectMany(gate => new object[] { gate.Key, Stored(now), Stored(now + gate.Rule.ForgottenAfter) })];
        return db.ReadAsync(Counting($"VALUES {values}", parameters), row => Read(row, 0), ct);
    }

    private async Task<bool> RestoreAsync(Throttle before, Throttle after, CancellationToken ct) =>
        await db.RunAsync(
            new(
                "UPDATE throttles SET failures = $1, last_failure_at = $2, forget_at = $3 WHERE key = $4 AND failures = $5 AND last_failure_at = $6",
                before.Failures, Stored(before.LastFailureAt), Stored(before.ForgetAt), after.Key, after.Failures, Stored(after.LastFailureAt)),
            ct) > 0;

    private async Task LowerAsync(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        foreach (var key in gates.Select(gate => gate.Key))
        {
            await db.RunAsync(new("UPDATE throttles SET failures = failures - 1 WHERE key = $1 AND failures > 0", key), ct);
        }
    }

    private static DateTime Stored(DateTimeOffset time) => UtcTimeConverter.ToStored(time);
}

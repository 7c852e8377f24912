using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Contracts;

/// <summary>Writes and reads the operators' log. Nothing in the program changes or removes an entry; what it says of a person goes with their account.</summary>
internal sealed class OperatorLogBook(TenureDb db, TimeProvider clock)
{
    // The first to come makes the row; all others wait for it here until whoever holds it is done.
    private const string Lock =
        """
        INSERT INTO operator_log_heads (id, chain_ref, length, hash) VALUES ($1, $2, 0, $3)
        ON CONFLICT (id) DO UPDATE SET length = operator_log_heads.length
        """;

    /// <summary>Saves an entry, with what else the unit of work holds: in the caller's transaction if there is one, in its own otherwise.</summary>
    /// <param name="name">One of <see cref="OperatorEvents"/>.</param>
    /// <param name="act">Who, whom, why.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task AppendAsync(string name, LoggedAct act, CancellationToken ct)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.RunAsync(new(Lock, OperatorLogHead.OnlyId, RandomNumberGenerator.GetBytes(LogChain.RefSize), LogChain.Start), ct);
        var head = await db.OperatorLogHeads.SingleAsync(ct);
        // What this unit of work has seen of it before may be old by now.
        await db.Entry(head).ReloadAsync(ct);
        db.OperatorLog.Add(head.Append(name, act.ToJson(), clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await (own?.CommitAsync(ct) ?? Task.CompletedTask);
    }

    /// <summary>The newest entries, the newest first.</summary>
    public async Task<IReadOnlyList<LoggedEntry>> ReadLatestAsync(int most, CancellationToken ct)
    {
        var rows = await db.OperatorLog.AsNoTracking().OrderByDescending(r => r.Sequence).Take(most).ToListAsync(ct);
        return [.. rows.Select(r => new LoggedEntry(r.Sequence, r.Event, DateTimeOffset.FromUnixTimeSeconds(r.At), r.Details.Length == 0 ? LoggedAct.Erased : LoggedAct.Parse(r.Details) ?? LoggedAct.Erased))];
    }
}

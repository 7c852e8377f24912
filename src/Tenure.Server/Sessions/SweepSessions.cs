using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Sessions;

/// <summary>
/// Removes sessions that ended or ran out a month ago. A call in a session that is not there is refused as in one that ended. When their person was there last stays with the account: no sign-in and no call writes it.
/// </summary>
internal sealed class SweepSessions(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Over = "(s.ended_at < $1 OR s.expires_at < $1)";

    // Of a session on a phone its beginning counts, where somebody typed the password: from then on it is in the hands of whoever has the phone.
    private const string Seen = "CASE WHEN s.kind = 'Phone' THEN s.started_at ELSE s.last_seen_at END";

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = UtcTimeConverter.ToStored(now - Kept);
        return db.RunAllAsync(
            [
                new(
                    $"""
                    UPDATE accounts SET seen_at = (SELECT MAX({Seen}) FROM sessions s WHERE s.account_id = accounts.id AND {Over})
                    WHERE id IN (SELECT s.account_id FROM sessions s WHERE {Over}) AND NOT COALESCE(seen_at >= (SELECT MAX({Seen}) FROM sessions s WHERE s.account_id = accounts.id AND {Over}), FALSE)
                    """,
                    before),
                new($"DELETE FROM sessions AS s WHERE {Over}", before),
            ],
            ct);
    }
}

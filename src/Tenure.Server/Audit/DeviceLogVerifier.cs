using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

/// <summary>Checks every device's log against itself and against the device's row, then the tree over all entries and the operators' log, in one snapshot: a server may run beside it.</summary>
/// <param name="db">The database.</param>
/// <param name="roots">The server's roots; <c>null</c> when they are not at hand.</param>
internal sealed class DeviceLogVerifier(TenureDb db, IReadOnlyList<PublicKeyP256>? roots)
{
    private const int Batch = 200;

    // In every table the first column of the key is the device's id.
    private const string AllIds =
        "SELECT device_id AS \"Value\" FROM devices UNION SELECT device_id FROM device_log UNION SELECT device_id FROM device_log_openings";

    public async Task<AuditReport> RunAsync(CancellationToken ct)
    {
        await db.BeginSnapshotAsync(ct);
        var ids = await db.Database.SqlQueryRaw<string>(AllIds).ToListAsync(ct);
        ids.Sort(StringComparer.Ordinal);
        var broken = new List<AuditBreak>();
        var entries = 0L;
        foreach (var batch in ids.Chunk(Batch))
        {
            entries += await VerifyAsync(batch, broken, ct);
        }

        var tree = await new TreeVerifier(db, roots).RunAsync(ct);
        var (acts, ofOperators) = await new OperatorLogVerifier(db).RunAsync(ct);
        return new AuditReport(
            ids.Count, entries, tree.Waiting, tree.Checkpoints, roots is not null, acts, [.. ofOperators is null ? [] : (ReadOnlySpan<AuditBreak>)[ofOperators], .. tree.Broken, .. broken]);
    }

    private async Task<long> VerifyAsync(string[] batch, List<AuditBreak> broken, CancellationToken ct)
    {
        try
        {
            var chains = await LoadAsync(batch, ct);
            broken.AddRange(chains.Select(c => c.Chain.FindBreak()).OfType<AuditBreak>());
            return chains.Sum(c => c.Entries);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            // A value that cannot even be read: find whose it is.
            if (batch is [var id])
            {
                broken.Add(new AuditBreak(id, null, "unreadable", "A row of this device holds a value that cannot be read."));
                return 0;
            }
        }

        var entries = 0L;
        foreach (var one in batch)
        {
            entries += await VerifyAsync([one], broken, ct);
        }

        return entries;
    }

    private async Task<List<(DeviceChain Chain, long Entries)>> LoadAsync(string[] batch, CancellationToken ct)
    {
        var keys = batch.Select(id => new DeviceId(id)).ToList();
        var devices = await db.Set<Device>().AsNoTracking().Where(d => keys.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var openings = (await db.DeviceLogOpenings.AsNoTracking().Where(o => keys.Contains(o.DeviceId)).ToListAsync(ct)).ToLookup(o => o.DeviceId);
        var rows = (await db.DeviceLog.AsNoTracking().Where(r => keys.Contains(r.DeviceId)).ToListAsync(ct)).ToLookup(r => r.DeviceId);
        return [.. keys.Select(id =>
        {
            DeviceLogRow[] log = [.. rows[id].OrderBy(r => r.Sequence)];
            return (new DeviceChain(id.Value, devices.GetValueOrDefault(id), log, openings[id].ToDictionary(o => o.Sequence)), (long)log.Length);
        })];
    }
}

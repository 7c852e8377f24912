using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

/// <summary>Writes a proof out of the database, in one snapshot, and checks it before it is there.</summary>
internal sealed class ProofMaker(TenureDb db, IReadOnlyList<PublicKeyP256> roots)
{
    // A page of entries has one set of proofs in memory.
    private const int Page = 1000;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="what">A device's id, or an event's number in the log.</param>
    /// <param name="file">Where.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>What was written, or why nothing was: <c>nothing_to_prove</c>, <c>entry_waits</c>, <c>log_damaged</c>.</returns>
    public async Task<(ProofMade? Made, string? Problem)> RunAsync(string what, string file, CancellationToken ct)
    {
        await db.BeginSnapshotAsync(ct);
        var proofs = new LogProofs(db);
        var latest = await proofs.LatestAsync(ct);
        if (latest.Refusal is not null || await FindAsync(what, ct) is not ({ } device, var from, var to))
        {
            return (null, "nothing_to_prove");
        }

        var beside = file + ".new";
        try
        {
            var checkpoint = latest.Value;
            var head = ProofHead.Of(checkpoint.Signed, roots);
            await using (var stream = File.Create(beside))
            {
                await ProofFile.WriteAsync(stream, head, ct);
                for (; from < to; from = Math.Min(from + Page, to))
                {
                    if (!await WriteAsync(stream, proofs, device, from, Math.Min(from + Page, to), checkpoint.Size, ct))
                    {
                        return (null, "entry_waits");
                    }
                }
            }

            if (await CountAsync(beside, ct) is not { } entries)
            {
                return (null, "log_damaged");
            }

            File.Move(beside, file, overwrite: true);
            return (new ProofMade(file, entries, checkpoint.Size, head.Root.Thumbprint.ToFingerprint()), null);
        }
        catch (ProtocolException)
        {
            return (null, "log_damaged");
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // A device with all of its entries, or with one.
    private async Task<(DeviceId? Device, long From, long To)> FindAsync(string what, CancellationToken ct)
    {
        if (long.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return await db.LogLeaves.AsNoTracking().FirstOrDefaultAsync(l => l.Index == index, ct) is { } leaf ? ((DeviceId?)leaf.DeviceId, leaf.Sequence, leaf.Sequence + 1) : default;
        }

        var id = new DeviceId(what);
        var length = await db.DeviceLog.LongCountAsync(e => e.DeviceId == id, ct);
        return length > 0 ? ((DeviceId?)id, 0L, length) : default;
    }

    private async Task<bool> WriteAsync(FileStream stream, LogProofs proofs, DeviceId id, long from, long to, long size, CancellationToken ct)
    {
        var rows = await db.DeviceLog.AsNoTracking().Where(e => e.DeviceId == id && e.Sequence >= from && e.Sequence < to).OrderBy(e => e.Sequence).ToListAsync(ct);
        var openings = await db.DeviceLogOpenings.AsNoTracking().Where(o => o.DeviceId == id && o.Sequence >= from && o.Sequence < to).ToDictionaryAsync(o => o.Sequence, ct);
        var places = await proofs.PlacesAsync(id, from, to, size, withProofs: true, ct);
        foreach (var row in rows)
        {
            if (!places.TryGetValue(row.Sequence, out var place))
            {
                return false;
            }

            await ProofFile.WriteAsync(stream, new ProvenLine(row.ToLine(openings.GetValueOrDefault(row.Sequence)), place.Index, place.Proof!), ct);
        }

        return true;
    }

    // Whoever gets the file would see what is wrong with it; so do we.
    private static async Task<int?> CountAsync(string file, CancellationToken ct)
    {
        var verification = new ProofVerification();
        await using var stream = File.OpenRead(file);
        await foreach (var line in ProofFile.ReadAsync(stream, ct))
        {
            if (verification.Add(line) is not null)
            {
                return null;
            }
        }

        verification.End();
        return (int)verification.Count;
    }
}

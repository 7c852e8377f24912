using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Audit.Contracts;

/// <summary>What the tree proves. Reads only; the tree may grow meanwhile, for a proof about a size holds for ever.</summary>
internal sealed class LogProofs(TenureDb db)
{
    private static readonly TimeSpan UntilTakenUp = TimeSpan.FromSeconds(1);

    /// <summary>The checkpoint that was signed last; <c>log_not_ready</c> before the first one.</summary>
    public async Task<Answer<KeptCheckpoint>> LatestAsync(CancellationToken ct)
    {
        const string Sql = "SELECT size, signed FROM log_checkpoints ORDER BY size DESC, at DESC LIMIT 1";
        return await db.ReadAsync(new(Sql), row => new KeptCheckpoint(row.GetInt64(0), (byte[])row.GetValue(1)), ct) is [var latest] ? latest : LogRefusals.NotReady(UntilTakenUp);
    }

    /// <summary>The proof that the tree of a size grew out of a smaller one.</summary>
    /// <param name="size">Of the smaller one, 0 to <paramref name="later"/>.</param>
    /// <param name="later">Of the larger one, not larger than the tree is.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<IReadOnlyList<byte[]>> ExtensionAsync(long size, long later, CancellationToken ct) =>
        (await TileReader.MakeAsync(db, [MerklePlan.Consistency(size, later)], ct))[0];

    /// <summary>The places of a device's entries in the tree of a size, by their sequence. One that is not in it is left out.</summary>
    /// <param name="device">The device.</param>
    /// <param name="from">The first sequence.</param>
    /// <param name="to">The sequence behind the last one.</param>
    /// <param name="size">Of the tree: that of a checkpoint.</param>
    /// <param name="withProofs">Whether the proofs are made, too.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<IReadOnlyDictionary<long, EntryPlace>> PlacesAsync(DeviceId device, long from, long to, long size, bool withProofs, CancellationToken ct)
    {
        const string Sql = "SELECT sequence, leaf_index FROM log_leaves WHERE device_id = $1 AND sequence >= $2 AND sequence < $3 AND leaf_index < $4";
        var places = await db.ReadAsync(new(Sql, device.Value, from, to, size), row => (Sequence: row.GetInt64(0), Index: row.GetInt64(1)), ct);
        IReadOnlyList<IReadOnlyList<byte[]>> proofs = withProofs ? await TileReader.MakeAsync(db, [.. places.Select(place => MerklePlan.Inclusion(place.Index, size))], ct) : [];
        return places.Select((place, i) => (place.Sequence, Place: new EntryPlace(place.Index, withProofs ? proofs[i] : null))).ToDictionary(place => place.Sequence, place => place.Place);
    }

    /// <summary>The proof that one entry is in the tree of the last checkpoint; <c>log_not_ready</c> while it waits.</summary>
    public async Task<Answer<(KeptCheckpoint Checkpoint, EntryPlace Place)>> PlaceAsync(DeviceId device, long sequence, CancellationToken ct)
    {
        var latest = await LatestAsync(ct);
        if (latest.Refusal is { } refusal)
        {
            return refusal;
        }

        var places = await PlacesAsync(device, sequence, sequence + 1, latest.Value.Size, withProofs: true, ct);
        return places.TryGetValue(sequence, out var place) ? (latest.Value, place) : LogRefusals.NotReady(UntilTakenUp);
    }
}

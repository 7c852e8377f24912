using System.Data;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Audit.Tree;

/// <summary>Takes waiting entries up into the tree, a batch at a time, and signs what came of it.</summary>
/// <remarks>
/// All of a batch is one transaction: places, tiles, root, checkpoint, and the end of the waiting. Whatever dies at whatever step, the entries either still wait or are in the tree
/// with a checkpoint over them. It works on one snapshot: entries whose numbers are lower but that are committed later wait for the next batch. The signer is asked whether it is there before the
/// transaction begins, and is not waited for long within it: on SQLite that one keeps every other writer out.
/// </remarks>
internal sealed class LogGrowth(TenureDb db, TicketSigner signer, LogMemory memory, TimeProvider clock)
{
    /// <summary>Entries of a batch.</summary>
    public const int Batch = 5000;

    private static readonly TimeSpan SignerPatience = TimeSpan.FromSeconds(2);

    private const string ReadWaiting = "SELECT id, hash FROM log_waiting ORDER BY id LIMIT $1";

    private const string TakeUp =
        """
        INSERT INTO log_leaves (leaf_index, device_id, sequence)
        SELECT $1 + ROW_NUMBER() OVER (ORDER BY id) - 1, device_id, sequence FROM log_waiting WHERE id <= $2
        """;

    private const string EndWaiting = "DELETE FROM log_waiting WHERE id <= $1";

    private const string KeepTile = "INSERT INTO log_tiles (id, hashes) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET hashes = excluded.hashes";

    /// <summary>Takes one batch up. Without a batch it signs a checkpoint only where the last one is of an hour before.</summary>
    /// <param name="ct">Ends it.</param>
    /// <param name="again">Whether a checkpoint is signed in any case, as after the log's signer has changed.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="LogRewoundException">The database is older than a checkpoint that this server signed: nothing is signed.</exception>
    /// <exception cref="LogNotSignedException">The signer does not sign; nothing was done.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Another process took entries up meanwhile; nothing was done here.</exception>
    public async Task<bool> RunAsync(CancellationToken ct, bool again = false)
    {
        if (!again && !await IsDueAsync(ct))
        {
            return false;
        }

        if (!await signer.IsReadyAsync(SignerPurpose.Log, ct))
        {
            throw new LogNotSignedException("signer_unavailable");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var tree = await db.LockLogTreeAsync(ct);
        await memory.RequireKnownAsync(db, tree, ct);
        var waiting = await db.ReadAsync(new(ReadWaiting, Batch), row => (Id: row.GetInt64(0), Hash: (byte[])row.GetValue(1)), ct);
        var last = await db.LogCheckpoints.AsNoTracking().OrderByDescending(c => c.Size).ThenByDescending(c => c.At).FirstOrDefaultAsync(ct);
        var now = LogTime.Cut(clock.GetUtcNow());
        if (!again && waiting.Count == 0 && last is not null && last.At >= now.ToUnixTimeSeconds() && memory.IsOurs(last.Signed))
        {
            // Another process signed it.
            memory.Keep(CheckpointCodec.ReadUnverified(last.Signed), last.Signed);
            return false;
        }

        if (waiting.Count > 0)
        {
            await GrowAsync(tree, [.. waiting.Select(entry => entry.Hash)], waiting[^1].Id, ct);
        }

        var checkpoint = new Checkpoint { Issuer = signer.Issuer, LogId = tree.LogId, Size = tree.Size, RootHash = tree.RootHash, At = now };
        var signed = await SignAsync(checkpoint, ct);

        // There is one already only where the roots that it was signed under are no longer this server's.
        await db.LogCheckpoints.Where(c => c.Size == tree.Size && c.At == now.ToUnixTimeSeconds()).ExecuteDeleteAsync(ct);
        db.LogCheckpoints.Add(new CheckpointRow(tree.Size, checkpoint.At, signed));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        memory.Keep(checkpoint, signed);
        return waiting.Count == Batch;
    }

    // Without a transaction: on SQLite one would keep every other writer out, every second.
    private async Task<bool> IsDueAsync(CancellationToken ct) =>
        !memory.IsCurrent(LogTime.Cut(clock.GetUtcNow())) || (await db.ReadAsync(new(ReadWaiting, 1), row => row.GetInt64(0), ct)).Count > 0;

    private async Task<byte[]> SignAsync(Checkpoint checkpoint, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SignerPatience);
        try
        {
            var signed = await signer.SignAsync(checkpoint, limit.Token);
            return signed.Refusal is { } refusal ? throw new LogNotSignedException(refusal.Code) : signed.Value;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new LogNotSignedException("signer_unavailable");
        }
    }

    private async Task GrowAsync(LogTree tree, List<byte[]> hashes, long lastId, CancellationToken ct)
    {
        var begun = await db.ReadTilesAsync(MerkleTile.Edge(tree.Size), ct);
        var growth = new MerkleGrowth(tree.Size, tile => begun.GetValueOrDefault(tile, []));
        hashes.ForEach(hash => growth.Add(hash));
        var taken = await db.RunAsync(new(TakeUp, tree.Size, lastId), ct);
        if (taken != hashes.Count || await db.RunAsync(new(EndWaiting, lastId), ct) != taken)
        {
            throw new InvalidOperationException("What waited changed within one snapshot.");
        }

        await db.RunAllAsync([.. growth.Changed.Select(tile => new Statement(KeepTile, LogTile.IdOf(tile.Key), tile.Value))], ct);
        tree.GrowTo(growth);
    }
}

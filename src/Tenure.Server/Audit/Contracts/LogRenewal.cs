using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Audit.Contracts;

/// <summary>After a restore from a backup the log is shorter than the one that phones have seen. It begins anew, with a root's word for it: every entry stays as it is and is taken up into the new tree in the old order.</summary>
internal sealed class LogRenewal(TenureDb db, LogMemory memory, DataFolder folder)
{
    private const string WaitAgain =
        """
        INSERT INTO log_waiting (device_id, sequence, hash)
        SELECT e.device_id, e.sequence, e.hash FROM device_log e LEFT JOIN log_leaves l ON l.device_id = e.device_id AND l.sequence = e.sequence
        ORDER BY CASE WHEN l.leaf_index IS NULL THEN 1 ELSE 0 END, l.leaf_index, e.at, e.device_id, e.sequence
        """;

    /// <summary>The last checkpoint that this server signed, as a file beside the database remembers it; <c>null</c> when there is none.</summary>
    public Checkpoint? Remembered
    {
        get
        {
            try
            {
                return memory.Last;
            }
            catch (LogRewoundException)
            {
                return null;
            }
        }
    }

    /// <summary>The id of the log in the database; <c>null</c> before the first entry.</summary>
    public Task<byte[]?> FindLogAsync(CancellationToken ct) => db.LogTrees.Select(t => t.LogId).SingleOrDefaultAsync(ct);

    /// <summary>The log that phones have seen, when the database does not have all of it, or when nothing here says that it has; <c>null</c> when it goes on.</summary>
    public async Task<byte[]?> FindBrokenAsync(CancellationToken ct)
    {
        var tree = await db.LogTrees.AsNoTracking().SingleOrDefaultAsync(ct);
        if (Remembered is not { } last)
        {
            return tree is { Size: > 0 } ? tree.LogId : null;
        }

        try
        {
            await memory.RequireKnownAsync(db, tree ?? LogTree.New(), ct);
            return null;
        }
        catch (LogRewoundException)
        {
            return last.LogId;
        }
    }

    /// <summary>Reads a root's word that a log is over.</summary>
    /// <exception cref="Protocols.ProtocolException">It is none of a root of this server.</exception>
    /// <exception cref="IOException">The file, or the server's roots, cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public async Task<SignedSuccession> ReadAsync(string file, CancellationToken ct)
    {
        var signed = await File.ReadAllBytesAsync(file, ct);
        return new SignedSuccession(LogSuccessionCodec.Verify(signed, ServerRoots.FindIn(folder.Path) ?? throw new FileNotFoundException($"The server's roots are not in {folder.Keys}.")), signed);
    }

    /// <summary>Begins the log anew, in the caller's transaction.</summary>
    /// <returns><c>false</c> when the word is for another log than this one; <c>true</c> also when it was done before.</returns>
    public async Task<bool> RenewAsync(SignedSuccession word, CancellationToken ct)
    {
        var tree = await db.LockLogTreeAsync(ct);
        if (tree.LogId.AsSpan().SequenceEqual(word.Said.LogId))
        {
            return true;
        }

        // A backup may be of before an earlier restore: phones have seen the log that is remembered.
        if (!(Remembered?.LogId ?? tree.LogId).AsSpan().SequenceEqual(word.Said.Previous))
        {
            return false;
        }

        await db.WaitingEntries.ExecuteDeleteAsync(ct);
        await db.RunAsync(new(WaitAgain), ct);
        await db.LogLeaves.ExecuteDeleteAsync(ct);
        await db.LogTiles.ExecuteDeleteAsync(ct);
        await db.LogCheckpoints.ExecuteDeleteAsync(ct);
        tree.BeginAnew(word.Said.LogId);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>After the commit: phones are shown the word, and what was remembered is over.</summary>
    public void Keep(SignedSuccession word)
    {
        DataFolder.WriteSecret(Path.Combine(folder.Keys, LogSuccessions.NameOf(Convert.ToHexStringLower(word.Said.LogId))), word.Bytes);
        memory.Forget();
    }
}

using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Audit.Tree;

/// <summary>The last checkpoint that this server signed, in a file outside of the database: a database from a backup is recognised by it before a fork is signed.</summary>
/// <remarks>Safe for several threads. Where it cannot be written the log goes on, and says so: then only an older checkpoint is remembered.</remarks>
internal sealed class LogMemory(DataFolder folder, ServerRoots roots, IssuerUrl issuer, TreeLog log)
{
    /// <summary>The file in the data folder.</summary>
    public const string FileName = "log-checkpoint";

    private readonly string file = Path.Combine(folder.Path, FileName);
    private readonly Lock gate = new();
    private bool isRead;
    private bool isKnown;
    private byte[] kept = [];
    private bool? isOurs;

    /// <summary>The checkpoint; <c>null</c> before the first one.</summary>
    /// <exception cref="LogRewoundException">The file is no checkpoint.</exception>
    public Checkpoint? Last
    {
        get
        {
            lock (gate)
            {
                if (!isRead)
                {
                    field = Read();
                    isRead = true;
                }

                return field;
            }
        }

        private set;
    }

    /// <summary>Whether the last checkpoint is of this hour, and devices that believe this server's roots believe it.</summary>
    public bool IsCurrent(DateTimeOffset hour)
    {
        lock (gate)
        {
            return Last?.At == hour && (isOurs ??= IsOurs(kept));
        }
    }

    /// <summary>Whether a checkpoint is signed under this server's roots for its address: not, where these were replaced since.</summary>
    public bool IsOurs(byte[] signed)
    {
        try
        {
            CheckpointCodec.Verify(signed, roots.All, issuer.Value.AbsoluteUri);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    /// <summary>Looks whether the tree has grown out of the last checkpoint.</summary>
    /// <exception cref="LogRewoundException">It has not.</exception>
    public async Task RequireKnownAsync(TenureDb db, LogTree tree, CancellationToken ct)
    {
        if (Last is not { } last || (isKnown && tree.Size >= last.Size))
        {
            return;
        }

        var isKnownLog = tree.LogId.AsSpan().SequenceEqual(last.LogId) && tree.Size >= last.Size;
        var root = isKnownLog ? await RootAsync(db, last.Size, ct) : [];
        if (!last.RootHash.AsSpan().SequenceEqual(root))
        {
            throw new LogRewoundException(
                $"The log in the database ends before the checkpoint over {last.Size} entries that this server signed ({file}), or is another one (it was {Convert.ToHexStringLower(last.LogId)}). It is from a backup: `generation start` goes before the start (docs/operate/backup.md).");
        }

        isKnown = true;
    }

    /// <summary>Keeps a checkpoint in place of the one before, whole or not at all.</summary>
    public void Keep(Checkpoint checkpoint, byte[] signed)
    {
        lock (gate)
        {
            // Of two that were signed one after the other the first may come here last.
            if (Last is { } last && (last.Size > checkpoint.Size || last.At > checkpoint.At))
            {
                return;
            }

            (Last, isRead, isKnown) = (checkpoint, true, true);
            (kept, isOurs) = (signed, null);
            try
            {
                DataFolder.WriteSecret(file, signed);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                log.NotRemembered(file, failure);
            }
        }
    }

    /// <summary>The log that it is of is over.</summary>
    public void Forget()
    {
        lock (gate)
        {
            (Last, isRead, isKnown) = (null, true, false);
            (kept, isOurs) = ([], null);
            File.Delete(file);
        }
    }

    private static async Task<byte[]> RootAsync(TenureDb db, long size, CancellationToken ct)
    {
        if (size == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        try
        {
            return (await TileReader.MakeAsync(db, [MerklePlan.Root(size)], ct))[0][0];
        }
        catch (ProtocolException)
        {
            // A tile that is too short: not the tree that was signed.
            return [];
        }
    }

    private Checkpoint? Read()
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            // Who signed it does not matter: roots may have been replaced since, and who can write here can remove it.
            kept = File.ReadAllBytes(file);
            return CheckpointCodec.ReadUnverified(kept);
        }
        catch (ProtocolException e)
        {
            throw new LogRewoundException($"{file} is not a checkpoint: {e.Message} What to do is in docs/operate/backup.md.");
        }
    }
}

using System.Buffers.Text;
using System.Text.Json;
using Tenure.Device.Block;
using Tenure.Protocols.Log;

namespace Tenure.Device.Phone;

/// <summary>What this phone has seen of its server's log. It lies beside key and pin: no wipe makes a phone forget it, and it is written without a ticket, as the block is not.</summary>
/// <remarks>Two slots in different erase units, under the device secret. Where both are damaged the phone has seen nothing and begins anew.</remarks>
public sealed class SeenLog
{
    private const int Start = 4 * PhoneLayout.EraseUnit;

    private readonly SlotPair slots;
    private ulong sequence;
    private Stored? kept;

    internal SeenLog(IPartition keys, byte[] secret)
    {
        slots = new SlotPair(new PartitionRange(keys, Start, 2 * PhoneLayout.EraseUnit), PhoneLayout.EraseUnit, secret, "tenure/seen-log/1");
        if (slots.Read() is { } record)
        {
            var stored = JsonSerializer.Deserialize<Stored>(record.Body) ?? throw new JsonException("An empty memory of the log.");
            sequence = record.Sequence;
            Last = CheckpointCodec.ReadUnverified(Base64Url.DecodeFromChars(stored.Last));
            Unexplained = stored.Unexplained is { } other ? CheckpointCodec.ReadUnverified(Base64Url.DecodeFromChars(other)) : null;
            kept = stored;
        }
    }

    /// <summary>The last checkpoint that the log is known to have grown to; <c>null</c> before the first contact.</summary>
    public Checkpoint? Last { get; private set; }

    /// <summary>A checkpoint that the server signed and that does not fit <see cref="Last"/>; while there is one the phone takes no tickets.</summary>
    public Checkpoint? Unexplained { get; private set; }

    /// <summary>The highest generation of the log's signer that was seen of a server; 0 before, and where a root has put other roots or another issuer in its place since.</summary>
    public uint GenerationOf(PinnedServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return kept is { } stored && stored.Server == Name(server) ? stored.Generation : 0;
    }

    /// <summary>The log has grown to this checkpoint, and nothing is unexplained any more.</summary>
    /// <param name="signed">As it came.</param>
    /// <param name="verified">What it says.</param>
    /// <param name="server">Under whose roots it was verified.</param>
    internal void Accept(byte[] signed, VerifiedCheckpoint verified, PinnedServer server)
    {
        ArgumentNullException.ThrowIfNull(verified);
        var generation = GenerationOf(server);
        // Flash wears out: what says nothing new is not written.
        if (Unexplained is null && Last is { } last && last.Size == verified.Checkpoint.Size && last.LogId.AsSpan().SequenceEqual(verified.Checkpoint.LogId) && generation == verified.Signer.Generation)
        {
            return;
        }

        Save(new Stored(Base64Url.EncodeToString(signed), null, Math.Max(generation, verified.Signer.Generation), Name(server)));
        (Last, Unexplained) = (verified.Checkpoint, null);
    }

    /// <summary>The server signed this one, and it does not fit. The first such one is kept as the evidence.</summary>
    internal void Suspect(byte[] signed, VerifiedCheckpoint verified)
    {
        ArgumentNullException.ThrowIfNull(verified);
        if (Unexplained is null && kept is { } before)
        {
            Save(before with { Unexplained = Base64Url.EncodeToString(signed) });
            Unexplained = verified.Checkpoint;
        }
    }

    private void Save(Stored stored)
    {
        slots.Write(sequence + 1, JsonSerializer.SerializeToUtf8Bytes(stored));
        (sequence, kept) = (sequence + 1, stored);
    }

    private static string Name(PinnedServer server) => Base64Url.EncodeToString(server.Digest);

    private sealed record Stored(string Last, string? Unexplained, uint Generation, string? Server = null);
}

using System.Formats.Cbor;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>
/// A proof of consent as a canonical CBOR array, both ways: [checkpoint, index, inclusion, extension, device ref, holding ref, sequence, previous, salt, holder mark, seconds, place], for a case with one more: when its holder was told, in seconds.
/// </summary>
/// <remarks>A hash of the extension that is one of the inclusion, too, is written as its position there: the two paths have most of their upper ends in common, and the whole has to fit into a picture.</remarks>
public static class ConsentProofCodec
{
    /// <summary>Bytes of the largest: both proofs in a tree of 2^63 entries.</summary>
    public const int MaxBytes = CheckpointCodec.MaxBytes + (2 * MerkleTree.MaxProofLength * (LogChain.HashSize + 2)) + 256;

    private const int Items = 12;

    /// <summary>The bytes of a proof.</summary>
    /// <exception cref="ProtocolException">A field has a wrong length or is outside its range.</exception>
    public static byte[] Encode(ConsentProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        Check(proof);
        var writer = CanonicalCborWriter.Create(2048);
        writer.WriteStartArray(proof.Consent.AnnouncedAt is null ? Items : Items + 1);
        writer.WriteByteString(proof.Checkpoint.Span);
        writer.WriteInt64(proof.Index);
        writer.WriteStartArray(proof.Inclusion.Count);
        foreach (var hash in proof.Inclusion)
        {
            writer.WriteByteString(hash);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(proof.Extension.Count);
        foreach (var hash in proof.Extension)
        {
            WriteShared(writer, hash, proof.Inclusion);
        }

        writer.WriteEndArray();
        var consent = proof.Consent;
        writer.WriteByteString(consent.DeviceRef);
        writer.WriteByteString(consent.HoldingRef);
        writer.WriteInt64(consent.Sequence);
        writer.WriteByteString(consent.Previous);
        writer.WriteByteString(consent.Salt);
        writer.WriteByteString(consent.HolderMark);
        writer.WriteInt64(consent.At.ToUnixTimeSeconds());
        writer.WriteUInt32((uint)consent.By);
        if (consent.AnnouncedAt is { } told)
        {
            writer.WriteInt64(told.ToUnixTimeSeconds());
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a proof. Nothing in it is verified.</summary>
    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static ConsentProof Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, $"At most {MaxBytes} bytes are taken.");
        }

        var reader = new CanonicalCborReader(bytes);
        var items = reader.ReadArray("consent");
        if (items is not (Items or Items + 1))
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"A consent has {Items} items, or one more.", "consent");
        }

        var checkpoint = reader.ReadSlice("checkpoint");
        var index = reader.ReadInt63("index");
        var inclusion = ReadHashes(reader, "inclusion", []);
        var proof = new ConsentProof(checkpoint, index, inclusion, ReadHashes(reader, "extension", inclusion), new()
        {
            DeviceRef = reader.ReadBytes("device_ref", LogChain.RefSize),
            HoldingRef = reader.ReadBytes("holding_ref", LogChain.RefSize),
            Sequence = reader.ReadInt63("sequence"),
            Previous = reader.ReadBytes("previous", LogChain.HashSize),
            Salt = reader.ReadBytes("salt", LogChain.SaltSize),
            HolderMark = reader.ReadBytes("holder_mark", ClaimSizes.Id),
            At = DateTimeOffset.FromUnixTimeSeconds(reader.ReadUInt32("at")),
            By = (ConsentPlace)reader.ReadUInt32("by"),
            AnnouncedAt = items > Items ? DateTimeOffset.FromUnixTimeSeconds(reader.ReadUInt32("announced")) : null,
        });
        reader.ReadEnd();
        ClaimRules.Canonical(bytes.Span, Encode(proof), "consent");
        return proof;
    }

    private static void WriteShared(CborWriter writer, byte[] hash, IReadOnlyList<byte[]> shared)
    {
        for (var at = 0; at < shared.Count; at++)
        {
            if (hash.AsSpan().SequenceEqual(shared[at]))
            {
                writer.WriteInt32(at);
                return;
            }
        }

        writer.WriteByteString(hash);
    }

    private static byte[][] ReadHashes(CanonicalCborReader reader, string field, byte[][] shared)
    {
        var count = reader.ReadArray(field);
        RequireLength(count, field);
        var hashes = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            hashes[i] = reader.Peek(field) != CborReaderState.UnsignedInteger ? reader.ReadBytes(field, LogChain.HashSize)
                : reader.ReadUInt32(field) is var at && at < shared.Length ? shared[at]
                : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "There is no such hash.", field);
        }

        reader.ReadArrayEnd();
        return hashes;
    }

    private static void Check(ConsentProof proof)
    {
        ClaimRules.Defined(proof.Consent.By, "by");
        RequireLength(proof.Inclusion.Count, "inclusion");
        RequireLength(proof.Extension.Count, "extension");
        foreach (var hash in proof.Inclusion.Concat(proof.Extension))
        {
            ClaimRules.Length(hash, LogChain.HashSize, "hash");
        }

        ClaimRules.Length(proof.Consent.DeviceRef, LogChain.RefSize, "device_ref");
        ClaimRules.Length(proof.Consent.HoldingRef, LogChain.RefSize, "holding_ref");
        ClaimRules.Length(proof.Consent.Previous, LogChain.HashSize, "previous");
        ClaimRules.Length(proof.Consent.Salt, LogChain.SaltSize, "salt");
        ClaimRules.Length(proof.Consent.HolderMark, ClaimSizes.Id, "holder_mark");
        if (proof.Consent.AnnouncedAt is { } told && told.ToUnixTimeSeconds() is < 0 or > uint.MaxValue)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A number is outside its range.", "announced");
        }

        if (proof.Index < 0 || proof.Consent.Sequence < 0 || proof.Consent.At.ToUnixTimeSeconds() is < 0 or > uint.MaxValue)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A number is outside its range.", "consent");
        }
    }

    private static void RequireLength(int hashes, string field)
    {
        if (hashes > MerkleTree.MaxProofLength)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"A proof has at most {MerkleTree.MaxProofLength} hashes.", field);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firehose;

/// <summary>The tables of digests without which a programmer with validated image programming takes nothing: a signed one, and others that are chained to it. Each packet of the host has its SHA-256 there, in their order.</summary>
/// <remarks>
/// A packet is a document up to its <c>&lt;/data&gt;</c>, or a raw transfer of the agreed size. Steps of <c>sig</c> and their raw bytes have none: they carry signatures of their own, and answer a question of this start.
/// The signed table is an MBN container of version 5 or 6; container and counts as qdl and makers' tools have them. The signature is ours: ES256 of the maker's release key, 64 bytes, over all before it.
/// </remarks>
public sealed class DigestTables
{
    /// <summary>Digests of packets in the signed table, at most; more are in chained ones.</summary>
    public const int MaxSignedDigests = 53;

    /// <summary>Digests of packets in a chained table, at most.</summary>
    public const int MaxChainedDigests = 255;

    /// <summary>Chained tables, at most: a package of a tebibyte.</summary>
    public const int MaxChained = 4096;

    /// <summary>Bytes of the signed table, at most.</summary>
    public const int MaxSignedBytes = 8192;

    internal const int DigestSize = 32;
    internal const int ChainedBytes = (MaxChainedDigests + 1) * DigestSize;
    internal const int HeaderSize = 40;

    private const int LongHeaderSize = 48;
    private const int SignatureSize = 64;
    private const uint Version = 5;
    private const uint LongVersion = 6;
    private const uint Nowhere = uint.MaxValue;

    /// <summary>Tables from their files.</summary>
    /// <param name="first">The signed one.</param>
    /// <param name="chained">The others, in their order.</param>
    /// <exception cref="ProtocolException">They are no such tables, or do not follow on each other.</exception>
    public DigestTables(ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> chained)
    {
        ArgumentNullException.ThrowIfNull(chained);
        (First, Chained) = (first, chained);
        var table = Payload(first, out _);
        for (var i = 0; ; i++)
        {
            if (table.Link is not { } link)
            {
                Require(i == chained.Count, "A table is there that none leads to.");
                return;
            }

            Require(i < chained.Count && i < MaxChained && CryptographicOperations.FixedTimeEquals(SHA256.HashData(chained[i].Span), link.Span), "A table is missing, or not the one that was announced.");
            table = ReadChained(chained[i]);
        }
    }

    /// <summary>The signed one.</summary>
    public ReadOnlyMemory<byte> First { get; }

    /// <summary>The others, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chained { get; }

    internal int FirstCount => Payload(First, out _).Count;

    /// <summary>Makes tables.</summary>
    /// <param name="packets">SHA-256 of each packet, 1 at least.</param>
    /// <param name="key">The maker's release key.</param>
    public static DigestTables Make(IReadOnlyList<byte[]> packets, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(packets);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(packets.Count, nameof(packets));
        Require(packets.Count <= MaxSignedDigests + ((long)MaxChained * MaxChainedDigests), "There are more packets than tables have room for.");
        var parts = packets.Skip(MaxSignedDigests).Chunk(MaxChainedDigests).ToList();
        var chained = new ReadOnlyMemory<byte>[parts.Count];
        byte[]? link = null;
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            // A last one is a byte longer: its transfer then ends by itself.
            chained[i] = (byte[])[.. parts[i].SelectMany(digest => digest), .. link ?? [0]];
            link = SHA256.HashData(chained[i].Span);
        }

        byte[] table = [.. packets.Take(MaxSignedDigests).SelectMany(digest => digest), .. link ?? []];
        var header = new byte[HeaderSize];
        Put(4, Version);
        Put(16, (uint)(table.Length + SignatureSize));
        Put(20, (uint)table.Length);
        Put(24, Nowhere);
        Put(28, SignatureSize);
        Put(32, Nowhere);
        byte[] body = [.. header, .. table];
        return new((byte[])[.. body, .. key.SignData(body, HashAlgorithmName.SHA256)], chained);

        void Put(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
    }

    /// <summary>The table inside a signed one that one of these keys has signed.</summary>
    /// <exception cref="ProtocolException">It is none, or nobody's.</exception>
    internal static DigestTable Verify(ReadOnlyMemory<byte> signed, IReadOnlyList<PublicKeyP256> keys)
    {
        var table = Payload(signed, out var end);
        Require(signed.Length - end == SignatureSize && keys.Any(key => IsBy(key, signed, end)), "The table is not signed by the maker.");
        return table;
    }

    /// <summary>How long a signed table is, by its first 40 bytes.</summary>
    /// <returns><c>null</c> when these bytes begin none.</returns>
    internal static int? LengthOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || U32(header, 4) is not (Version or LongVersion))
        {
            return null;
        }

        var length = (U32(header, 4) == Version ? HeaderSize : LongHeaderSize) + (long)U32(header, 16);
        return length <= MaxSignedBytes ? (int)length : null;
    }

    /// <summary>Reads a chained table. A full one leads to another; any other has a byte of zero at its end.</summary>
    internal static DigestTable ReadChained(ReadOnlyMemory<byte> file)
    {
        if (file.Length == ChainedBytes)
        {
            return new(file[..^DigestSize], file[^DigestSize..]);
        }

        Require(file.Length is > DigestSize and < ChainedBytes && file.Length % DigestSize == 1 && file.Span[^1] == 0, "A chained table is full, or ends with a byte of zero.");
        return new(file[..^1], null);
    }

    internal static int CountOf(ReadOnlyMemory<byte> file) => ReadChained(file).Count;

    private static DigestTable Payload(ReadOnlyMemory<byte> signed, out int end)
    {
        var length = LengthOf(signed.Span);
        Require(length == signed.Length, "Not a signed table of digests.");
        var (start, size) = (signed.Length - (int)U32(signed.Span, 16), U32(signed.Span, 20));
        Require(size > 0 && size % DigestSize == 0 && size <= (MaxSignedDigests + 1) * DigestSize && size <= signed.Length - start, "A table has 1 to 54 digests.");
        end = start + (int)size;
        var digests = signed[start..end];
        return size == (MaxSignedDigests + 1) * DigestSize ? new(digests[..^DigestSize], digests[^DigestSize..]) : new(digests, null);
    }

    private static bool IsBy(PublicKeyP256 key, ReadOnlyMemory<byte> signed, int end)
    {
        using var platformKey = key.ToECDsa();
        return platformKey.VerifyData(signed.Span[..end], signed.Span[end..], HashAlgorithmName.SHA256);
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, message, "table");
        }
    }
}

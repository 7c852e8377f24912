using System.Buffers.Binary;
using System.Text;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Avb;

/// <summary>The descriptors of a vbmeta image: u64 tag, u64 bytes that follow (a multiple of 8), content.</summary>
internal static class AvbDescriptorCodec
{
    private const int HeaderSize = 16;
    private const int AlgorithmSize = 32;

    // Sizes of the fixed parts behind tag and length.
    private const int PropertySize = 16;
    private const int HashtreeSize = 164;
    private const int HashSize = 116;
    private const int CommandLineSize = 8;
    private const int ChainSize = 76;

    public static IReadOnlyList<AvbDescriptor> Read(ReadOnlySpan<byte> bytes)
    {
        var descriptors = new List<AvbDescriptor>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeaderSize)
            {
                throw AvbFormat.Broken("A descriptor is cut short.", "descriptor");
            }

            var size = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            if (size % 8 != 0 || size > (ulong)(bytes.Length - HeaderSize))
            {
                throw AvbFormat.Broken("A descriptor is cut short, or no multiple of eight bytes.", "descriptor");
            }

            descriptors.Add(Read(BinaryPrimitives.ReadUInt64BigEndian(bytes), bytes.Slice(HeaderSize, (int)size)));
            bytes = bytes[(HeaderSize + (int)size)..];
        }

        return descriptors;
    }

    public static byte[] Write(IReadOnlyList<AvbDescriptor> descriptors)
    {
        using var stream = new MemoryStream();
        foreach (var descriptor in descriptors)
        {
            var (tag, content) = Content(descriptor);
            var header = new byte[HeaderSize];
            var size = (content.Length + 7) / 8 * 8;
            BinaryPrimitives.WriteUInt64BigEndian(header, tag);
            BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(8), (ulong)size);
            stream.Write(header);
            stream.Write(content);
            stream.Write(new byte[size - content.Length]);
        }

        return stream.ToArray();
    }

    public static string ReadText(ReadOnlySpan<byte> bytes, string field)
    {
        try
        {
            return bytes.Contains((byte)0) ? throw AvbFormat.Broken("A text holds no NUL.", field) : StrictUtf8.Encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw AvbFormat.Broken("A text is UTF-8.", field, e);
        }
    }

    private static AvbDescriptor Read(ulong tag, ReadOnlySpan<byte> content) => tag switch
    {
        0 => ReadProperty(content),
        1 => ReadHashtree(content),
        2 => ReadHash(content),
        3 => ReadCommandLine(content),
        4 => ReadChain(content),
        _ => new AvbOtherDescriptor(tag, content.ToArray()),
    };

    // Key and value each have a NUL behind them.
    private static AvbPropertyDescriptor ReadProperty(ReadOnlySpan<byte> content)
    {
        var rest = Fixed(content, PropertySize);
        var key = Take(ref rest, BinaryPrimitives.ReadUInt64BigEndian(content), "property");
        var afterKey = Take(ref rest, 1, "property");
        var value = Take(ref rest, BinaryPrimitives.ReadUInt64BigEndian(content[8..]), "property");
        var afterValue = Take(ref rest, 1, "property");
        return afterKey[0] == 0 && afterValue[0] == 0
            ? new(ReadText(key, "property"), value.ToArray())
            : throw AvbFormat.Broken("Behind key and value there is a NUL.", "property");
    }

    private static AvbHashtreeDescriptor ReadHashtree(ReadOnlySpan<byte> content)
    {
        var rest = Fixed(content, HashtreeSize);
        var version = BinaryPrimitives.ReadUInt32BigEndian(content);
        var tree = new AvbTree(
            BinaryPrimitives.ReadUInt64BigEndian(content[12..]),
            BinaryPrimitives.ReadUInt64BigEndian(content[20..]),
            BinaryPrimitives.ReadUInt32BigEndian(content[28..]),
            BinaryPrimitives.ReadUInt32BigEndian(content[32..]),
            BinaryPrimitives.ReadUInt32BigEndian(content[36..]),
            BinaryPrimitives.ReadUInt64BigEndian(content[40..]),
            BinaryPrimitives.ReadUInt64BigEndian(content[48..]))
        { Version = version };
        var algorithm = ReadAlgorithm(content.Slice(56, AlgorithmSize));
        var name = ReadText(Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[88..]), "partition"), "partition");
        var salt = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[92..]), "salt").ToArray();
        var digest = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[96..]), "digest").ToArray();
        return new(name, BinaryPrimitives.ReadUInt64BigEndian(content[4..]), tree, algorithm, salt, digest, BinaryPrimitives.ReadUInt32BigEndian(content[100..]));
    }

    private static AvbHashDescriptor ReadHash(ReadOnlySpan<byte> content)
    {
        var rest = Fixed(content, HashSize);
        var algorithm = ReadAlgorithm(content.Slice(8, AlgorithmSize));
        var name = ReadText(Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[40..]), "partition"), "partition");
        var salt = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[44..]), "salt").ToArray();
        var digest = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[48..]), "digest").ToArray();
        return new(name, BinaryPrimitives.ReadUInt64BigEndian(content), algorithm, salt, digest, BinaryPrimitives.ReadUInt32BigEndian(content[52..]));
    }

    private static AvbCommandLineDescriptor ReadCommandLine(ReadOnlySpan<byte> content)
    {
        var rest = Fixed(content, CommandLineSize);
        var text = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[4..]), "command line");
        return new(BinaryPrimitives.ReadUInt32BigEndian(content), ReadText(text, "command line"));
    }

    private static AvbChainDescriptor ReadChain(ReadOnlySpan<byte> content)
    {
        var rest = Fixed(content, ChainSize);
        var location = BinaryPrimitives.ReadUInt32BigEndian(content);
        var name = ReadText(Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[4..]), "partition"), "partition");
        var key = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(content[8..]), "public key").ToArray();
        return location == 0
            ? throw AvbFormat.Broken("A chained partition does not share the location of the top image.", "rollback location")
            : new(name, location, key, BinaryPrimitives.ReadUInt32BigEndian(content[12..]));
    }

    private static (ulong Tag, byte[] Content) Content(AvbDescriptor descriptor) => descriptor switch
    {
        AvbPropertyDescriptor property => (0, Write(property)),
        AvbHashtreeDescriptor tree => (1, Write(tree)),
        AvbHashDescriptor hash => (2, Write(hash)),
        AvbCommandLineDescriptor line => (3, Write(line)),
        AvbChainDescriptor chain => (4, Write(chain)),
        AvbOtherDescriptor { Tag: > 4 } other when other.Content.Length % 8 == 0 => (other.Tag, other.Content.ToArray()),
        _ => throw new ArgumentException("A descriptor that has no form.", nameof(descriptor)),
    };

    private static byte[] Write(AvbPropertyDescriptor property)
    {
        var key = Text(property.Key);
        var head = new byte[PropertySize];
        BinaryPrimitives.WriteUInt64BigEndian(head, (ulong)key.Length);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(8), (ulong)property.Value.Length);
        return [.. head, .. key, 0, .. property.Value.Span, 0];
    }

    private static byte[] Write(AvbHashtreeDescriptor tree)
    {
        var name = Text(tree.Partition);
        var head = new byte[HashtreeSize];
        BinaryPrimitives.WriteUInt32BigEndian(head, tree.Tree.Version);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(4), tree.ImageSize);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(12), tree.Tree.Offset);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(20), tree.Tree.Size);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(28), tree.Tree.DataBlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(32), tree.Tree.HashBlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(36), tree.Tree.CorrectionRoots);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(40), tree.Tree.CorrectionOffset);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(48), tree.Tree.CorrectionSize);
        WriteAlgorithm(head.AsSpan(56), tree.Algorithm);
        WriteLengths(head.AsSpan(88), name.Length, tree.Salt.Length, tree.RootDigest.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(100), tree.Flags);
        return [.. head, .. name, .. tree.Salt.Span, .. tree.RootDigest.Span];
    }

    private static byte[] Write(AvbHashDescriptor hash)
    {
        var name = Text(hash.Partition);
        var head = new byte[HashSize];
        BinaryPrimitives.WriteUInt64BigEndian(head, hash.ImageSize);
        WriteAlgorithm(head.AsSpan(8), hash.Algorithm);
        WriteLengths(head.AsSpan(40), name.Length, hash.Salt.Length, hash.Digest.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(52), hash.Flags);
        return [.. head, .. name, .. hash.Salt.Span, .. hash.Digest.Span];
    }

    private static byte[] Write(AvbCommandLineDescriptor line)
    {
        var text = Text(line.Text);
        var head = new byte[CommandLineSize];
        BinaryPrimitives.WriteUInt32BigEndian(head, line.Flags);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), (uint)text.Length);
        return [.. head, .. text];
    }

    private static byte[] Write(AvbChainDescriptor chain)
    {
        var name = Text(chain.Partition);
        var head = new byte[ChainSize];
        BinaryPrimitives.WriteUInt32BigEndian(head, chain.RollbackLocation);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), (uint)name.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), (uint)chain.PublicKey.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), chain.Flags);
        return [.. head, .. name, .. chain.PublicKey.Span];
    }

    private static ReadOnlySpan<byte> Fixed(ReadOnlySpan<byte> content, int size) =>
        content.Length >= size ? content[size..] : throw AvbFormat.Broken("A descriptor is cut short.", "descriptor");

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, ulong size, string field)
    {
        if (size > (ulong)rest.Length)
        {
            throw AvbFormat.Broken("A descriptor says more than it holds.", field);
        }

        var part = rest[..(int)size];
        rest = rest[(int)size..];
        return part;
    }

    private static string ReadAlgorithm(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return ReadText(end < 0 ? bytes : bytes[..end], "algorithm");
    }

    private static void WriteAlgorithm(Span<byte> place, string algorithm)
    {
        var text = Text(algorithm);
        if (text.Length > AlgorithmSize)
        {
            throw new ArgumentException("The name of an algorithm has at most 32 bytes.", nameof(algorithm));
        }

        text.CopyTo(place);
    }

    private static void WriteLengths(Span<byte> place, int name, int salt, int digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(place, (uint)name);
        BinaryPrimitives.WriteUInt32BigEndian(place[4..], (uint)salt);
        BinaryPrimitives.WriteUInt32BigEndian(place[8..], (uint)digest);
    }

    private static byte[] Text(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("A text holds no NUL.", nameof(text))
        : StrictUtf8.Encoding.GetBytes(text);
}

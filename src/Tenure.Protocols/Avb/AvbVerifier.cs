using System.Security.Cryptography;

namespace Tenure.Protocols.Avb;

/// <summary>Verifies a whole slot: the top image, what it chains to, and every partition that is hashed whole.</summary>
/// <remarks>
/// AOSP <c>libavb/avb_slot_verify.c</c>. Hash trees are checked while a system reads, so only their roots are known here; they are not looked at.
/// </remarks>
/// <param name="open">Opens a partition by its name without the slot's suffix, for reading and seeking; <c>null</c> when there is none. The verifier closes it.</param>
public sealed class AvbVerifier(Func<string, Stream?> open)
{
    private const int BufferSize = 1 << 20;
    private const int MaxPartitions = 64;

    /// <summary>Verifies from the partition <paramref name="top"/> on.</summary>
    /// <param name="pinned">The maker's key, as <see cref="AvbPublicKey"/> writes it; <c>null</c> to take any.</param>
    /// <param name="top">The partition of the top image.</param>
    /// <exception cref="ProtocolException">
    /// <see cref="ProtocolErrorCode.AvbImageBroken"/>, <see cref="ProtocolErrorCode.AvbSignatureWrong"/>, or <see cref="ProtocolErrorCode.AvbVerificationFailed"/> with the partition as its field.
    /// </exception>
    public AvbResult Verify(ReadOnlyMemory<byte>? pinned, string top = "vbmeta")
    {
        var image = ReadImage(top);
        Compare(image, pinned, top);
        if (image.Flags != AvbSwitches.None)
        {
            throw Failed(top, "It switches verification off.");
        }

        var indexes = new Dictionary<uint, ulong> { [image.RollbackLocation] = image.RollbackIndex };
        var checkedNames = new HashSet<string>(StringComparer.Ordinal);
        AddUnlessHashed(checkedNames, image, top);
        var properties = new List<AvbPropertyDescriptor>();
        Follow(image, indexes, checkedNames, properties, isTop: true);
        return new(image, indexes, [.. checkedNames], properties);
    }

    private void Follow(AvbImage image, Dictionary<uint, ulong> indexes, HashSet<string> names, List<AvbPropertyDescriptor> properties, bool isTop)
    {
        foreach (var descriptor in image.Descriptors)
        {
            switch (descriptor)
            {
                case AvbPropertyDescriptor property:
                    properties.Add(property);
                    break;
                case AvbHashDescriptor hash:
                    Add(names, hash.Partition);
                    Check(hash);
                    break;
                case AvbHashtreeDescriptor tree:
                    Add(names, tree.Partition);
                    break;
                case AvbChainDescriptor chain when isTop:
                    FollowChain(chain, indexes, names, properties);
                    break;
                case AvbChainDescriptor chain:
                    throw Failed(chain.Partition, "A chained image chains no further.");
            }
        }
    }

    private void FollowChain(AvbChainDescriptor chain, Dictionary<uint, ulong> indexes, HashSet<string> names, List<AvbPropertyDescriptor> properties)
    {
        var image = ReadImage(chain.Partition);
        Compare(image, chain.PublicKey, chain.Partition);
        if (image.Flags != AvbSwitches.None)
        {
            throw Failed(chain.Partition, "It switches verification off.");
        }

        if (!indexes.TryAdd(chain.RollbackLocation, image.RollbackIndex))
        {
            throw Failed(chain.Partition, "Two images share a rollback location.");
        }

        AddUnlessHashed(names, image, chain.Partition);
        Follow(image, indexes, names, properties, isTop: false);
    }

    // A partition that hashes itself is there once.
    private static void AddUnlessHashed(HashSet<string> names, AvbImage image, string partition)
    {
        if (!image.Descriptors.OfType<AvbHashDescriptor>().Any(hash => hash.Partition == partition))
        {
            Add(names, partition);
        }
    }

    private static void Add(HashSet<string> names, string name)
    {
        if (!names.Add(name) || names.Count > MaxPartitions)
        {
            throw Failed(name, "It is described twice, or there are more than 64.");
        }
    }

    private static void Compare(AvbImage image, ReadOnlyMemory<byte>? key, string partition)
    {
        if (key is { } expected && (image.Algorithm == AvbAlgorithm.None || !CryptographicOperations.FixedTimeEquals(image.PublicKey.Span, expected.Span)))
        {
            throw Failed(partition, "It is not signed by the key that is expected.");
        }
    }

    private void Check(AvbHashDescriptor hash)
    {
        using var stream = Open(hash.Partition);
        using var digest = hash.Algorithm switch
        {
            "sha256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            "sha512" => IncrementalHash.CreateHash(HashAlgorithmName.SHA512),
            _ => throw Failed(hash.Partition, "Its hash is of an unknown kind."),
        };
        if (hash.ImageSize > (ulong)stream.Length)
        {
            throw Failed(hash.Partition, "It is smaller than what was hashed.");
        }

        digest.AppendData(hash.Salt.Span);
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(BufferSize, hash.ImageSize));
        for (var left = (long)hash.ImageSize; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            digest.AppendData(part);
            left -= part.Length;
        }

        if (!CryptographicOperations.FixedTimeEquals(digest.GetHashAndReset(), hash.Digest.Span))
        {
            throw Failed(hash.Partition, "It is not what was signed.");
        }
    }

    // Where the footer says, or at the start of a partition without one.
    private AvbImage ReadImage(string partition)
    {
        using var stream = Open(partition);
        if (stream.Length >= AvbFooter.Size && AvbFooter.Read(Bytes(stream, stream.Length - AvbFooter.Size, AvbFooter.Size), stream.Length) is { } footer)
        {
            return AvbCodec.Read(Bytes(stream, (long)footer.ImageOffset, (int)footer.ImageSize));
        }

        return AvbCodec.Read(Bytes(stream, 0, (int)Math.Min(stream.Length, AvbFormat.MaxImageSize)));
    }

    private Stream Open(string partition) => open(partition) ?? throw Failed(partition, "There is no such partition.");

    private static byte[] Bytes(Stream stream, long at, int count)
    {
        var bytes = new byte[count];
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ProtocolException Failed(string partition, string message) => new(ProtocolErrorCode.AvbVerificationFailed, $"{partition}: {message}", partition);
}

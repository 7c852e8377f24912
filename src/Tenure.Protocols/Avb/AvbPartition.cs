using System.Security.Cryptography;

namespace Tenure.Protocols.Avb;

/// <summary>Makes what a build puts around a partition's image.</summary>
public static class AvbPartition
{
    private const int BlockSize = 4096;

    /// <summary>Hashes an image whole.</summary>
    /// <param name="partition">Name without a slot's suffix.</param>
    /// <param name="image">What is flashed.</param>
    /// <param name="salt">Any bytes, mostly as many as the hash has.</param>
    public static AvbHashDescriptor Hash(string partition, ReadOnlySpan<byte> image, ReadOnlySpan<byte> salt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(image);
        return new(partition, (ulong)image.Length, "sha256", salt.ToArray(), hash.GetHashAndReset());
    }

    /// <summary>Puts a vbmeta image behind an image, and a footer at the partition's end, as <c>avbtool add_hash_footer</c> does.</summary>
    /// <param name="image">What lies at the start.</param>
    /// <param name="vbmeta">A vbmeta image.</param>
    /// <param name="partitionSize">Bytes; a multiple of 4096.</param>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public static byte[] WithFooter(ReadOnlySpan<byte> image, ReadOnlySpan<byte> vbmeta, int partitionSize)
    {
        var offset = (image.Length + BlockSize - 1) / BlockSize * BlockSize;
        if (partitionSize % BlockSize != 0 || partitionSize - BlockSize < offset + vbmeta.Length)
        {
            throw new ArgumentException("The image, its vbmeta image and the footer do not fit into the partition.", nameof(partitionSize));
        }

        var bytes = new byte[partitionSize];
        image.CopyTo(bytes);
        vbmeta.CopyTo(bytes.AsSpan(offset));
        new AvbFooter((ulong)image.Length, (ulong)offset, (ulong)vbmeta.Length).Write().CopyTo(bytes.AsSpan(partitionSize - AvbFooter.Size));
        return bytes;
    }
}

using System.Security.Cryptography;

namespace Tenure.Protocols.Avb;

/// <summary>Sizes of the format, and what its parts share.</summary>
internal static class AvbFormat
{
    /// <summary>libavb reads no more of a vbmeta image (<c>VBMETA_MAX_SIZE</c>).</summary>
    public const int MaxImageSize = 64 * 1024;

    public static ProtocolException Broken(string message, string? field = null, Exception? inner = null) =>
        new(ProtocolErrorCode.AvbImageBroken, message, field, inner);

    public static int KeyBits(AvbAlgorithm algorithm) => algorithm switch
    {
        AvbAlgorithm.Sha256Rsa2048 or AvbAlgorithm.Sha512Rsa2048 => 2048,
        AvbAlgorithm.Sha256Rsa4096 or AvbAlgorithm.Sha512Rsa4096 => 4096,
        AvbAlgorithm.Sha256Rsa8192 or AvbAlgorithm.Sha512Rsa8192 => 8192,
        _ => 0,
    };

    public static HashAlgorithmName HashOf(AvbAlgorithm algorithm) =>
        algorithm >= AvbAlgorithm.Sha512Rsa2048 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    public static byte[] Hash(AvbAlgorithm algorithm, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashOf(algorithm));
        hash.AppendData(head);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

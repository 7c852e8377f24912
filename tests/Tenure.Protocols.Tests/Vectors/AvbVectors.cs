using System.Security.Cryptography;
using Tenure.Protocols.Avb;
using Tenure.Protocols.Tests.Avb;

namespace Tenure.Protocols.Tests.Vectors;

internal static class AvbVectors
{
    /// <summary>One of each descriptor.</summary>
    public static AvbImage Full { get; } = new()
    {
        RequiredMinor = 2,
        RollbackIndex = 1_700_000_000,
        RollbackLocation = 3,
        Release = "tenure 1.0",
        PublicKeyMetadata = new byte[] { 1, 2, 3 },
        Descriptors =
        [
            new AvbPropertyDescriptor("com.android.build.boot.security_patch", "2026-11-05"u8.ToArray()),
            AvbPartition.Hash("boot", "a kernel"u8, [1, 2, 3, 4]),
            new AvbHashtreeDescriptor("system", 1 << 20, new(1 << 20, 12288, CorrectionRoots: 2, CorrectionOffset: (1 << 20) + 12288, CorrectionSize: 8192), "sha1", new byte[] { 5 }, new byte[20]),
            new AvbCommandLineDescriptor(1, "dm=1"),
            new AvbChainDescriptor("recovery", 1, AvbPublicKey.From(AvbKeys.Small)),
            new AvbOtherDescriptor(77, new byte[8]),
        ],
    };

    public static IEnumerable<IReadOnlyList<(string Key, string Value)>> All()
    {
        var small = AvbCodec.Write(Full, AvbKeys.Small);
        yield return Good("RSA 2048 and SHA-256", small);
        yield return Good("RSA 2048 and SHA-512", AvbCodec.Write(Full, AvbKeys.Small, HashAlgorithmName.SHA512));
        yield return Good("RSA 4096 and SHA-256", AvbCodec.Write(Full, AvbKeys.Large));
        yield return Good("not signed, nothing said", AvbCodec.Write(new(), null));
        yield return Good("bytes behind the end", [.. AvbCodec.Write(new(), null), 1, 2, 3]);
        yield return Bad("another magic", Changed(small, 0, 1), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("another major version", Changed(small, 7, 1), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("a newer minor version", Changed(small, 11, 4), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("an unknown algorithm", Changed(small, 31, 9), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("signed, and said not to be", Changed(small, 31, 1), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("another rollback index", Changed(small, 119, 1), ProtocolErrorCode.AvbSignatureWrong);
        yield return Bad("another hash", Changed(small, 256, 1), ProtocolErrorCode.AvbSignatureWrong);
        yield return Bad("another signature", Changed(small, 300, 1), ProtocolErrorCode.AvbSignatureWrong);
        yield return Bad("a block larger than the file", Changed(small, 26, 8), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("a block larger than may be", Changed(small, 20, 1), ProtocolErrorCode.TooLarge);
        yield return Bad("a hash outside its block", Changed(small, 38, 8), ProtocolErrorCode.AvbImageBroken);
        yield return Bad("cut short", small[..^1], ProtocolErrorCode.AvbImageBroken);
        yield return Bad("nothing", [], ProtocolErrorCode.AvbImageBroken);
    }

    private static byte[] Changed(byte[] bytes, int at, byte with)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= with;
        return changed;
    }

    private static List<(string Key, string Value)> Good(string name, byte[] bytes)
    {
        var image = AvbCodec.Read(bytes);
        return
        [
            ("name", name), ("image", Convert.ToHexStringLower(bytes)), ("expect", "accept"), ("algorithm", $"{image.Algorithm}"), ("rollback", $"{image.RollbackIndex}"),
            ("descriptors", string.Join(", ", image.Descriptors.Select(descriptor => descriptor.GetType().Name))),
        ];
    }

    private static List<(string Key, string Value)> Bad(string name, byte[] bytes, ProtocolErrorCode code) => [("name", name), ("image", Convert.ToHexStringLower(bytes)), ("expect", $"{code}")];
}

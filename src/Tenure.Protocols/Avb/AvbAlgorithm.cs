namespace Tenure.Protocols.Avb;

/// <summary>How a vbmeta image is signed. The numbers are those of the wire.</summary>
/// <remarks>AOSP <c>libavb/avb_crypto.h</c>. PKCS#1 v1.5 padding.</remarks>
public enum AvbAlgorithm : uint
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>SHA-256, key of 2048 bits.</summary>
    Sha256Rsa2048 = 1,

    /// <summary>SHA-256, key of 4096 bits.</summary>
    Sha256Rsa4096 = 2,

    /// <summary>SHA-256, key of 8192 bits.</summary>
    Sha256Rsa8192 = 3,

    /// <summary>SHA-512, key of 2048 bits.</summary>
    Sha512Rsa2048 = 4,

    /// <summary>SHA-512, key of 4096 bits.</summary>
    Sha512Rsa4096 = 5,

    /// <summary>SHA-512, key of 8192 bits.</summary>
    Sha512Rsa8192 = 6,
}

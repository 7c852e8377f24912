using System.Security.Cryptography;
using System.Text;

namespace Tenure.Server.Accounts.Resets;

/// <summary>The hash of a password of before, encrypted under the secret in the link that brings it back: AES-256-GCM, its key by HKDF-SHA-256 (RFC 5869) of the secret.</summary>
/// <remarks>The secret has 256 random bits and seals one text, so that the nonce may be fixed.</remarks>
internal static class SealedHash
{
    private const int TagLength = 16;

    private static readonly byte[] Nonce = new byte[12];

    /// <summary>Seals a PHC string.</summary>
    public static byte[] Seal(string secret, string hash)
    {
        using var aes = new AesGcm(KeyOf(secret), TagLength);
        var plain = Encoding.UTF8.GetBytes(hash);
        var sealedHash = new byte[plain.Length + TagLength];
        aes.Encrypt(Nonce, plain, sealedHash.AsSpan(..plain.Length), sealedHash.AsSpan(plain.Length));
        return sealedHash;
    }

    /// <summary>Opens it again.</summary>
    /// <exception cref="CryptographicException">It was sealed under another secret, or changed.</exception>
    public static string Open(string secret, ReadOnlySpan<byte> sealedHash)
    {
        using var aes = new AesGcm(KeyOf(secret), TagLength);
        var plain = new byte[sealedHash.Length - TagLength];
        aes.Decrypt(Nonce, sealedHash[..plain.Length], sealedHash[plain.Length..], plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] KeyOf(string secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 32, info: "tenure password undo"u8.ToArray());
}

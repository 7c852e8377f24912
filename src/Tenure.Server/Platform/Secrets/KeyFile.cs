using System.Security.Cryptography;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Secrets;

/// <summary>The key file <c>keys/master.key</c>: what the database keeps secret is encrypted with it (AES-256-GCM), so that a copy of the database alone opens nothing.</summary>
internal sealed class KeyFile(DataFolder folder)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] key = folder.SecretFile("master.key", 32);

    /// <summary>Nonce, ciphertext and tag in one piece.</summary>
    /// <param name="name">What the secret is; bound to it, so that one cannot stand in for another.</param>
    public byte[] Protect(string name, ReadOnlySpan<byte> secret)
    {
        var sealedSecret = new byte[NonceLength + secret.Length + TagLength];
        RandomNumberGenerator.Fill(sealedSecret.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            sealedSecret.AsSpan(0, NonceLength), secret, sealedSecret.AsSpan(NonceLength, secret.Length), sealedSecret.AsSpan(NonceLength + secret.Length),
            System.Text.Encoding.UTF8.GetBytes(name));
        return sealedSecret;
    }

    /// <summary>What was protected under the same name.</summary>
    /// <exception cref="CryptographicException">Another key file, another name, or changed bytes.</exception>
    public byte[] Unprotect(string name, ReadOnlySpan<byte> sealedSecret)
    {
        if (sealedSecret.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The protected secret is too short.");
        }

        var secret = new byte[sealedSecret.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            sealedSecret[..NonceLength], sealedSecret[NonceLength..^TagLength], sealedSecret[^TagLength..], secret, System.Text.Encoding.UTF8.GetBytes(name));
        return secret;
    }
}

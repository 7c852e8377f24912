using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Tenure.Device.Block;

/// <summary>An erase code as the block keeps it: argon2id under a key of this phone, so that a copy of the block alone cannot be guessed at.</summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record EraseCodeHash(byte[] Salt, byte[] Hash)
{
    /// <summary>Bytes of the salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Bytes of the hash.</summary>
    public const int HashLength = 32;

    // OWASP's first choice for argon2id.
    private static readonly Argon2Parameters Parameters = new() { DegreeOfParallelism = 1, MemorySize = 19_456, NumberOfPasses = 2 };

    /// <summary>Hashes a code that the holder sets.</summary>
    /// <param name="code">6 to 64 characters.</param>
    /// <param name="secret">The device secret.</param>
    public static EraseCodeHash Of(string code, byte[] secret)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new EraseCodeHash(salt, Derive(code, secret, salt));
    }

    /// <summary>Whether this is the code; in a time that does not tell how much of it was right.</summary>
    public bool Fits(string? code, byte[] secret) => code is not null && CryptographicOperations.FixedTimeEquals(Hash, Derive(code, secret, Salt));

    private static byte[] Derive(string code, byte[] secret, byte[] salt)
    {
        var keyed = HMACSHA256.HashData(HMACSHA256.HashData(secret, "tenure/erase-code/1"u8), Encoding.UTF8.GetBytes(code.Trim().Normalize(NormalizationForm.FormC)));
        return new Argon2id(Parameters).DeriveBytes(keyed, salt, HashLength);
    }
}

using System.Security.Cryptography;
using System.Text;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Secrets;

/// <summary>The secret behind every keyed hash: passwords, codes, and what is counted. Not in the database, so that a copy of it alone cannot be guessed at.</summary>
/// <remarks>
/// The file <c>keys/pepper</c>, or <c>Tenure:Pepper</c> (base64url, 32 bytes) where several processes share a database. Without it no password fits any more:
/// it belongs into the backup, apart from the database's.
/// </remarks>
internal sealed class Pepper
{
    private const int Length = 32;
    private readonly byte[] secret;

    public Pepper(IConfiguration configuration, DataFolder folder)
    {
        secret = configuration["Tenure:Pepper"] is { Length: > 0 } configured
            ? System.Buffers.Text.Base64Url.DecodeFromChars(configured)
            : folder.SecretFile("pepper", Length);
        if (secret.Length != Length)
        {
            throw new InvalidDataException($"Tenure:Pepper must have {Length} bytes.");
        }

        Id = Convert.ToHexStringLower(Mac("id", []))[..8];
    }

    /// <summary>Says which pepper a hash was made with, and nothing about the pepper.</summary>
    public string Id { get; }

    /// <summary>Keyed hash (HMAC-SHA-256), 32 bytes.</summary>
    /// <param name="purpose">What it is for: a hash for one purpose never fits another.</param>
    /// <param name="message">What is hashed.</param>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> message)
    {
        Span<byte> key = stackalloc byte[32];
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(purpose), key);
        return HMACSHA256.HashData(key, message);
    }
}

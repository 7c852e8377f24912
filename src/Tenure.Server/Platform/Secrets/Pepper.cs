using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;

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

    /// <exception cref="StartRefusedException">It is not <see cref="Length"/> bytes.</exception>
    public Pepper(IConfiguration configuration, DataFolder folder)
    {
        secret = configuration["Tenure:Pepper"] is { Length: > 0 } configured ? Read(configured) : folder.SecretFile("pepper", Length);
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

    // The message says nothing of what was given: it is a secret, if a mistyped one.
    private static byte[] Read(string configured)
    {
        Span<byte> read = stackalloc byte[Length];
        return Base64Url.IsValid(configured, out var length) && length == Length && Base64Url.TryDecodeFromChars(configured, read, out _)
            ? read.ToArray()
            : throw new StartRefusedException($"Tenure:Pepper must be {Length} bytes in base64url.");
    }
}

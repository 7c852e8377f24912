using System.Buffers.Binary;
using System.Security.Cryptography;
using Tenure.Domain;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Devices.Contracts;

/// <summary>
/// Server nonces: made by anyone's request, used once, for two minutes. A nonce carries its own time under a MAC, so that asking for one writes nothing; only
/// the spent ones are kept, and only who has a device's key can spend one.
/// </summary>
internal sealed class DeviceNonces(TenureDb db, NonceKey key, ServerGeneration generation, TimeProvider clock)
{
    /// <summary>How long a nonce can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const int TimeSize = 8;
    private const int MacSize = 16;
    private const int Size = 32;

    /// <summary>32 bytes [milliseconds, random, MAC] and their end.</summary>
    public (byte[] Nonce, DateTimeOffset EndsAt) Issue()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var nonce = RandomNumberGenerator.GetBytes(Size);
        BinaryPrimitives.WriteInt64BigEndian(nonce, now);
        Mac(nonce).CopyTo(nonce, Size - MacSize);
        return (nonce, DateTimeOffset.FromUnixTimeMilliseconds(now) + Lifetime);
    }

    /// <summary>Under which hash a nonce lies once it is spent: 32 bytes, and none where there is no nonce. Whoever looks it up in <c>spent_nonces</c> does so with what else they ask.</summary>
    public static byte[] HashOf(byte[]? nonce) => nonce is null ? [] : SHA256.HashData(nonce);

    /// <summary>Spends a nonce in the caller's unit of work. Of two that spend it at once, the database lets one save.</summary>
    /// <param name="nonce">As it was signed.</param>
    /// <param name="isSpent">Whether its hash was there.</param>
    public Refusal? Spend(byte[]? nonce, bool isSpent)
    {
        if (isSpent || Read(nonce) is not var (hash, endsAt))
        {
            return EvidenceRefusals.NonceSpent;
        }

        db.SpentNonces.Add(new SpentNonce(hash, endsAt));
        return null;
    }

    /// <summary>Spends a nonce at once, whatever becomes of the caller's work: for proofs that belong to one request. Of two that spend it at once, one does.</summary>
    public async Task<bool> TakeAsync(byte[] nonce, CancellationToken ct) =>
        Read(nonce) is var (hash, endsAt)
        && await db.RunAsync(new("INSERT INTO spent_nonces (hash, ends_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING", hash, UtcTimeConverter.ToStored(endsAt)), ct) == 1;

    // Its hash and its end; null when it is none of ours, or over.
    private (byte[] Hash, DateTimeOffset EndsAt)? Read(byte[]? nonce)
    {
        if (nonce is not { Length: Size } || !CryptographicOperations.FixedTimeEquals(Mac(nonce), nonce.AsSpan(Size - MacSize)))
        {
            return null;
        }

        var madeAt = BinaryPrimitives.ReadInt64BigEndian(nonce.AsSpan(0, TimeSize));
        var endsAt = DateTimeOffset.FromUnixTimeMilliseconds(madeAt) + Lifetime;
        // A restored server does not remember which ones were spent before.
        return endsAt <= clock.GetUtcNow() || madeAt < generation.StartedAt.ToUnixTimeMilliseconds() ? null : (HashOf(nonce), endsAt);
    }

    private byte[] Mac(byte[] nonce) => HMACSHA256.HashData(key.Value, nonce.AsSpan(0, Size - MacSize))[..MacSize];
}

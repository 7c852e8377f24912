namespace Tenure.Domain.Devices;

/// <summary>A maker's signed list of devices that was taken in. Its devices go when it is withdrawn, it itself stays.</summary>
public sealed class FactoryManifest
{
    private FactoryManifest()
    {
    }

    /// <param name="id">The id in its head, 32 hexadecimal digits.</param>
    /// <param name="maker">The maker's name when it was taken in.</param>
    /// <param name="keyId">Thumbprint of the key that signed it.</param>
    /// <param name="devices">How many devices it names.</param>
    /// <param name="digest">SHA-256 over its records.</param>
    /// <param name="now">The time (UTC).</param>
    public FactoryManifest(string id, string maker, string keyId, long devices, byte[] digest, DateTimeOffset now)
    {
        Id = id;
        Maker = maker;
        KeyId = keyId;
        Devices = devices;
        Digest = digest;
        ImportedAt = now;
    }

    /// <summary>The id in its head, 32 hexadecimal digits.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The maker's name when it was taken in.</summary>
    public string Maker { get; private set; } = "";

    /// <summary>Thumbprint of the key that signed it.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>How many devices it names.</summary>
    public long Devices { get; private set; }

    /// <summary>SHA-256 over its records.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>When it was taken in last (UTC).</summary>
    public DateTimeOffset ImportedAt { get; private set; }

    /// <summary>From then on (UTC) it confirms nothing; <c>null</c> while it does.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Whether another one bears the same id.</summary>
    public bool IsSameAs(string keyId, ReadOnlySpan<byte> digest) => KeyId == keyId && digest.SequenceEqual(Digest);

    /// <summary>It confirms nothing from now on.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    /// <summary>It is taken in once more.</summary>
    public void ImportAgain(string maker, DateTimeOffset now)
    {
        Maker = maker;
        ImportedAt = now;
        WithdrawnAt = null;
    }
}

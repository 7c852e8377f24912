namespace Tenure.Domain.Flashing;

/// <summary>A package of firmware that the operator registered, by the digest of its maker's manifest.</summary>
public sealed class FirmwarePackage
{
    private FirmwarePackage()
    {
    }

    /// <param name="digest">32 bytes by which tickets name it, base64url.</param>
    /// <param name="keyId">Thumbprint of the release key.</param>
    /// <param name="maker">The maker's name.</param>
    /// <param name="product">The model.</param>
    /// <param name="version">As people see it.</param>
    /// <param name="manifest">As signed.</param>
    /// <param name="now">The time (UTC).</param>
    public FirmwarePackage(string digest, string keyId, string maker, string product, string version, byte[] manifest, DateTimeOffset now)
    {
        Digest = digest;
        KeyId = keyId;
        Maker = maker;
        Product = product;
        Version = version;
        Manifest = manifest;
        RegisteredAt = now;
    }

    /// <summary>43 characters of base64url.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Thumbprint of the release key that signed it.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>The maker's name.</summary>
    public string Maker { get; private set; } = "";

    /// <summary>The model.</summary>
    public string Product { get; private set; } = "";

    /// <summary>As people see it.</summary>
    public string Version { get; private set; } = "";

    /// <summary>As signed, at most 1 MiB.</summary>
    public byte[] Manifest { get; private set; } = [];

    /// <summary>When it was registered last (UTC).</summary>
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>From then on (UTC) it is not used; <c>null</c> while it is.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>It is not used any more.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    /// <summary>It is registered once more.</summary>
    public void RegisterAgain(DateTimeOffset now)
    {
        RegisteredAt = now;
        WithdrawnAt = null;
    }
}

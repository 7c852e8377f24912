namespace Tenure.Domain.Flashing;

/// <summary>A maker's release key that the operator has pinned: the firmware that it signs may be used. Not the key that signs lists of devices.</summary>
public sealed class ReleaseKey
{
    /// <summary>Most characters of a maker's name.</summary>
    public const int MaxMaker = 60;

    private ReleaseKey()
    {
    }

    /// <param name="id">Thumbprint of the key, 43 characters.</param>
    /// <param name="maker">The name by which holders know the maker.</param>
    /// <param name="publicKey">COSE_Key, a valid point.</param>
    /// <param name="now">The time (UTC).</param>
    public ReleaseKey(string id, string maker, byte[] publicKey, DateTimeOffset now)
    {
        Id = id;
        Maker = maker;
        PublicKey = publicKey;
        AddedAt = now;
    }

    /// <summary>Thumbprint, 43 base64url characters.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The name by which holders know the maker.</summary>
    public string Maker { get; private set; } = "";

    /// <summary>COSE_Key, 77 bytes.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>When it was pinned (UTC).</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>From then on (UTC) no package that it signed is used; <c>null</c> while it is pinned.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Pins it again.</summary>
    public void Pin(string maker)
    {
        Maker = maker;
        RemovedAt = null;
    }

    /// <summary>Nothing that it signed is used from now on.</summary>
    public void Remove(DateTimeOffset now) => RemovedAt ??= now;
}

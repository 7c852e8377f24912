namespace Tenure.Domain.Devices;

/// <summary>A maker's manifest key that the operator has pinned: what it signs about devices is believed.</summary>
public sealed class MakerKey
{
    /// <summary>Most characters of a maker's name.</summary>
    public const int MaxMaker = 60;

    private MakerKey()
    {
    }

    /// <param name="id">Thumbprint of the key, 43 characters.</param>
    /// <param name="maker">The name by which holders know the maker.</param>
    /// <param name="publicKey">COSE_Key, a valid point.</param>
    /// <param name="now">The time (UTC).</param>
    public MakerKey(string id, string maker, byte[] publicKey, DateTimeOffset now)
    {
        Id = id;
        Maker = maker;
        PublicKey = publicKey;
        AddedAt = now;
    }

    /// <summary>Thumbprint, 43 base64url characters.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The name by which holders know the maker; a maker may have several keys.</summary>
    public string Maker { get; private set; } = "";

    /// <summary>COSE_Key, 77 bytes.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>When it was pinned (UTC).</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>From then on (UTC) it signs nothing that is believed; what it signed before stays until that is withdrawn. <c>null</c> while it is pinned.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Pins it again, for the same maker or another name of it.</summary>
    public void Pin(string maker)
    {
        Maker = maker;
        RemovedAt = null;
    }

    /// <summary>Nothing that it signs is believed from now on.</summary>
    public void Remove(DateTimeOffset now) => RemovedAt ??= now;
}

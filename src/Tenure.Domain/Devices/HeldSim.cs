namespace Tenure.Domain.Devices;

/// <summary>A SIM card that was seen in a held device. It belongs to whoever put it in, so it is kept with the holding and goes with it.</summary>
public sealed class HeldSim
{
    private HeldSim()
    {
    }

    /// <param name="deviceId">The device.</param>
    /// <param name="holdingId">The holding in which a card is seen.</param>
    /// <param name="slot">From 1.</param>
    public HeldSim(DeviceId deviceId, HoldingId holdingId, int slot)
    {
        DeviceId = deviceId;
        HoldingId = holdingId;
        Slot = slot;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The holding in which it was seen.</summary>
    public HoldingId HoldingId { get; private set; }

    /// <summary>From 1.</summary>
    public int Slot { get; private set; }

    /// <summary>32 bytes; its key is not in the database, so that a copy of this alone does not tell the number.</summary>
    public byte[] Mac { get; private set; } = [];

    /// <summary>The last four digits of the card's number, for its holder to know it by.</summary>
    public string LastFour { get; private set; } = "";

    /// <summary>The network operator's name; <c>null</c> when the card does not say it.</summary>
    public string? Network { get; private set; }

    /// <summary>When it was seen in this slot first (UTC).</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>A card is in the slot; the same one as before stays since when it is.</summary>
    /// <param name="mac">Keyed hash of the card's number.</param>
    /// <param name="lastFour">The number's last four digits.</param>
    /// <param name="network">The network operator's name; <c>null</c> when the card does not say it.</param>
    /// <param name="now">The time (UTC).</param>
    public void See(byte[] mac, string lastFour, string? network, DateTimeOffset now)
    {
        Network = network;
        if (!Mac.AsSpan().SequenceEqual(mac))
        {
            Mac = mac;
            LastFour = lastFour;
            SeenAt = now;
        }
    }
}

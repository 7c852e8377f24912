namespace Tenure.Domain.Devices;

/// <summary>One account's time with one device, from activation to its end. Kept when it is over.</summary>
public sealed class Holding
{
    private Holding()
    {
    }

    /// <summary>Begins with a device that was just activated.</summary>
    /// <exception cref="ArgumentException">Nobody holds the device.</exception>
    public Holding(Device device, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device is not { HoldingId: { } id, Holder: { } holder })
        {
            throw new ArgumentException("Nobody holds the device.", nameof(device));
        }

        DeviceId = device.Id;
        Id = id;
        Holder = holder;
        Epoch = device.Epoch;
        BeganAt = now;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Random; also what the log and the tickets call it.</summary>
    public HoldingId Id { get; private set; }

    /// <summary>Who holds or held.</summary>
    public Accounts.AccountId Holder { get; private set; }

    /// <summary>The device's epoch during it.</summary>
    public uint Epoch { get; private set; }

    /// <summary>When the device was activated (UTC).</summary>
    public DateTimeOffset BeganAt { get; private set; }

    /// <summary>When the device first said that it stored a hold ticket (UTC); <c>null</c> before.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When it ended (UTC); <c>null</c> while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>The holding of a device that shows its hold ticket to a server which knew nothing of it.</summary>
    public static Holding Adopted(Device device, DateTimeOffset now) => new(device, now) { ConfirmedAt = now };

    /// <summary>The device stored a hold ticket of this holding. Only the first time counts.</summary>
    public bool Confirm(DateTimeOffset now)
    {
        if (ConfirmedAt is not null || EndedAt is not null)
        {
            return false;
        }

        ConfirmedAt = now;
        Version++;
        return true;
    }

    /// <summary>The holder's account is erased: the holding is nobody's, and no other one is that nobody's.</summary>
    /// <param name="nobody">Random; no account has it.</param>
    public void Forget(Accounts.AccountId nobody)
    {
        Holder = nobody;
        Version++;
    }

    /// <summary>The device is free again.</summary>
    public void End(DateTimeOffset now)
    {
        EndedAt ??= now;
        Version++;
    }
}

namespace Tenure.Domain.Devices;

/// <summary>
/// What opens a device that its holder had sealed before the account was deleted. Good for nothing until the account is erased: who has the code before that is whoever asked for the deletion, and that may be a thief whom the holder stops in time.
/// </summary>
public sealed class DeviceSeal
{
    private DeviceSeal()
    {
    }

    /// <summary>To be sealed when the holder's account is erased.</summary>
    public DeviceSeal(DeviceId device, HoldingId holding, byte[] codeHash, DateTimeOffset now)
    {
        DeviceId = device;
        HoldingId = holding;
        CodeHash = codeHash;
        MadeAt = now;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The holding whose lock stays.</summary>
    public HoldingId HoldingId { get; private set; }

    /// <summary>Keyed hash of the release code.</summary>
    public byte[] CodeHash { get; private set; } = [];

    /// <summary>When the code was shown (UTC).</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When the device was sealed (UTC); <c>null</c> while its holder's account is there.</summary>
    public DateTimeOffset? SealedAt { get; private set; }

    /// <summary>The account is gone: from now on the code works.</summary>
    public void Close(DateTimeOffset now) => SealedAt ??= now;
}

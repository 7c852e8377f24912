namespace Tenure.Domain.Devices;

/// <summary>A device said that it is one which a maker made with another key: a copied label, a changed IMEI, or a board that was swapped.</summary>
public sealed class DeviceDuplicate
{
    private DeviceDuplicate()
    {
    }

    /// <param name="deviceId">The one that the maker means.</param>
    /// <param name="claimant">The one that says it is.</param>
    /// <param name="field">What it said.</param>
    /// <param name="now">The time (UTC).</param>
    public DeviceDuplicate(DeviceId deviceId, DeviceId claimant, DuplicateField field, DateTimeOffset now)
    {
        DeviceId = deviceId;
        Claimant = claimant;
        Field = field;
        FirstAt = now;
        LastAt = now;
        Times = 1;
    }

    /// <summary>The one that the maker means.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The one that says it is.</summary>
    public DeviceId Claimant { get; private set; }

    /// <summary>What it said.</summary>
    public DuplicateField Field { get; private set; }

    /// <summary>When it said so first (UTC).</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>When it said so last (UTC).</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How often.</summary>
    public int Times { get; private set; }

    /// <summary>It said so again.</summary>
    public void SayAgain(DateTimeOffset now)
    {
        LastAt = now;
        Times++;
    }
}

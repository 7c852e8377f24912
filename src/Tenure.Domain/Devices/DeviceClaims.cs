namespace Tenure.Domain.Devices;

/// <summary>What a device says it is, beside its model. Anybody can make a device that says the same: nothing is locked, released or found out by it.</summary>
public sealed class DeviceClaims
{
    private DeviceClaims()
    {
    }

    /// <summary>A device that has said nothing yet.</summary>
    public DeviceClaims(DeviceId deviceId) => DeviceId = deviceId;

    /// <summary>Who says it.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>1 to 64 bytes of UTF-8; <c>null</c> when it was never said.</summary>
    public string? Serial { get; private set; }

    /// <summary>Where the hardware was made for; <c>null</c> when it was never said.</summary>
    public string? Region { get; private set; }

    /// <summary>Anti-rollback indexes as <c>location=index</c>, joined by a comma and a space; <c>null</c> when they were never said.</summary>
    public string? RollbackIndexes { get; private set; }

    /// <summary>Whether other systems than the maker's start; <c>null</c> when it was never said.</summary>
    public bool? IsUnlocked { get; private set; }

    /// <summary>Keyed hash over all that was said last, cards and IMEIs too: what is said again costs nothing.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>When something was said that had not been said before (UTC).</summary>
    public DateTimeOffset SaidAt { get; private set; }

    /// <summary>Takes note of what is said now. What is left out stays as it was said before.</summary>
    public void Say(string? serial, string? region, string? rollbackIndexes, bool? isUnlocked, byte[] digest, DateTimeOffset now)
    {
        Serial = serial ?? Serial;
        Region = region ?? Region;
        RollbackIndexes = rollbackIndexes ?? RollbackIndexes;
        IsUnlocked = isUnlocked ?? IsUnlocked;
        Digest = digest;
        SaidAt = now;
    }
}

using Tenure.Device.Block;
using Tenure.Device.Phone.Emergency;

namespace Tenure.Device.Phone;

/// <summary>What is wrong with a virtual phone, to see what becomes of it; the file <c>faults.json</c>, absent when nothing is.</summary>
public sealed record PhoneFaults
{
    /// <summary>The power fails after so many more bytes were written, once; <c>null</c> when it does not.</summary>
    public long? PowerCutAfter { get; init; }

    /// <summary>What the cut does to the write it interrupts.</summary>
    public CutDamage Damage { get; init; }

    /// <summary>What is wrong with its line.</summary>
    public LinkFault Link { get; init; }

    /// <summary>User data has no room for anything new. What belongs to the lock lies elsewhere.</summary>
    public bool IsDiskFull { get; init; }

    /// <summary>How far its time of day is from the right one.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Which boot ROM and programmer its emergency mode plays, and what is wrong with them.</summary>
    public EmergencyFaults Emergency { get; init; } = new();
}

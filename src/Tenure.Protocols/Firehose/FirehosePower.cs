namespace Tenure.Protocols.Firehose;

/// <summary>How a device leaves its programmer.</summary>
public enum FirehosePower
{
    /// <summary>Restarts and boots.</summary>
    Reset,

    /// <summary>Powers off.</summary>
    Off,

    /// <summary>Restarts into the boot ROM's download mode.</summary>
    ResetToEdl,

    /// <summary>Stays on, leaves the link, and begins with Sahara on the next one; no value of <c>power</c>.</summary>
    HandOver,
}

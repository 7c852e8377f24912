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
}

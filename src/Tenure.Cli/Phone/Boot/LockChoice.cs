namespace Tenure.Cli.Phone.Boot;

/// <summary>What works while the phone is locked; nothing else does.</summary>
internal enum LockChoice
{
    Language,
    Network,
    EmergencyCall,
    HolderSignIn,
    Status,

    /// <summary>The phone is let go without a network.</summary>
    OfflineRelease,

    /// <summary>Not on the screen of a real phone: its button.</summary>
    PowerOff,
}

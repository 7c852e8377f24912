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

    /// <summary>The holder chooses a new password for a forgotten one, and signs in with it.</summary>
    ForgotPassword,

    /// <summary>Not on the screen of a real phone: its button.</summary>
    PowerOff,
}

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

    /// <summary>Somebody asks for an account without a way in.</summary>
    Recover,

    /// <summary>Somebody asks for this phone without access to its account.</summary>
    AskRelease,

    /// <summary>A sealed phone is let go with its code.</summary>
    ReleaseCode,

    /// <summary>Not on the screen of a real phone: its button.</summary>
    PowerOff,
}

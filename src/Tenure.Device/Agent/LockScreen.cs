namespace Tenure.Device.Agent;

/// <summary>What the phone lets a person do after it started.</summary>
public enum LockScreen
{
    /// <summary>Nobody's phone: the wizard asks for an account.</summary>
    Wizard,

    /// <summary>Held, set up and not wiped: the phone runs.</summary>
    Running,

    /// <summary>Nobody's, and used without an account: the phone runs, and an account can be added.</summary>
    Open,

    /// <summary>Held, but the user data is not the holder's: only the holder's sign-in opens it.</summary>
    Locked,

    /// <summary>The block cannot be trusted: locked until the server has said how things stand.</summary>
    LockedUntilSync,

    /// <summary>The phone belongs to a server and no longer knows to which: locked until it meets that one.</summary>
    ServerLost,

    /// <summary>Held, and its holder does not have it: nobody opens it until they found it.</summary>
    Lost,

    /// <summary>A reset or an order to erase was accepted; the erase must be completed before anything else.</summary>
    ErasePending,

    /// <summary>A release was accepted; the erase must be completed before anything else.</summary>
    ReleasePending,

    /// <summary>The roots have ended all locks: the phone runs for whoever has it.</summary>
    Ended,
}

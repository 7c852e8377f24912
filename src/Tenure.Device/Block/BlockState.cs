namespace Tenure.Device.Block;

/// <summary>What the persistent block says about the phone.</summary>
public enum BlockState
{
    /// <summary>Nobody's: the wizard asks for an account.</summary>
    Free = 0,

    /// <summary>Locked to a holder.</summary>
    Held = 1,

    /// <summary>A release ticket was accepted; the user data may still have to be erased before the phone is free.</summary>
    ReleaseAccepted = 2,

    /// <summary>Never stored: neither slot is valid, or what is valid is older than the counter. Locked until the server says how things stand.</summary>
    Untrusted = 3,

    /// <summary>Locked to a holder who does not have it: it opens for nobody until they found it.</summary>
    Lost = 4,

    /// <summary>The roots have ended all locks: the phone is whoever's has it, and stays so.</summary>
    Ended = 5,
}

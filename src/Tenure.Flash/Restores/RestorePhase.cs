namespace Tenure.Flash.Restores;

/// <summary>Where a restore is.</summary>
public enum RestorePhase
{
    /// <summary>Finding out in which state the device is.</summary>
    Connecting,

    /// <summary>Getting a programmer out of the middle of a write whose host died.</summary>
    Recovering,

    /// <summary>The boot ROM takes the programmer.</summary>
    Programmer,

    /// <summary>The device signs evidence, the server gives a ticket, the device checks it.</summary>
    Ticket,

    /// <summary>The storage is opened and looked at.</summary>
    Storage,

    /// <summary>What is right already is found by its digest.</summary>
    Comparing,

    /// <summary>Images are written.</summary>
    Writing,

    /// <summary>Numbers are set.</summary>
    Finishing,

    /// <summary>The device signs what was done.</summary>
    Receipt,

    /// <summary>The device restarts.</summary>
    Restarting,

    /// <summary>The storage is divided anew.</summary>
    Provisioning,
}

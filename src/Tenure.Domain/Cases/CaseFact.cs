namespace Tenure.Domain.Cases;

/// <summary>What speaks for a case, or against it. Answers that somebody knows are none.</summary>
public enum CaseFact
{
    /// <summary>The device, or in a recovery a device that the account holds, signed for this case. It shows who has it.</summary>
    DeviceSigned,

    /// <summary>That device was unlocked by its screen lock for it.</summary>
    DeviceUnlocked,

    /// <summary>The contact address belonged to the account, or to one that held the device, before the case began.</summary>
    AddressKnown,

    /// <summary>It comes from a network in which the account was signed in before.</summary>
    NetworkKnown,

    /// <summary>A receipt was handed in.</summary>
    Receipt,

    /// <summary>A proof of who owns the SIM was handed in.</summary>
    SimProof,

    /// <summary>A photo of the box was handed in.</summary>
    BoxPhoto,

    /// <summary>What was handed in was handed in elsewhere, too.</summary>
    SeenElsewhere,

    /// <summary>Release: the contact address is that of somebody who held the device before, until a case let it go to somebody else: not by their own word.</summary>
    HeldBefore,

    /// <summary>Release: the contact address is that of somebody who held the device before and gave it away themselves.</summary>
    GaveAway,
}

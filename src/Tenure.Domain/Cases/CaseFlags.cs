namespace Tenure.Domain.Cases;

/// <summary>What makes a wait long. Once seen it stays: nobody clears one.</summary>
[Flags]
public enum CaseFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The account's addresses or proofs changed in the last 90 days.</summary>
    IdentifiersChanged = 1,

    /// <summary>The holder, or another of their devices, was seen in the last 90 days.</summary>
    HolderSeen = 2,

    /// <summary>The same file, or nearly the same picture, is in another case.</summary>
    EvidenceSeenElsewhere = 4,

    /// <summary>The account is frozen, or was lately.</summary>
    Frozen = 8,

    /// <summary>Somebody objected to it once.</summary>
    WasDisputed = 16,

    /// <summary>A device of the account is marked as lost: in a recovery somebody may have it. Seniors decide.</summary>
    DeviceLost = 32,

    /// <summary>When it was announced the server's clocks told different days.</summary>
    ClockInDoubt = 64,
}

namespace Tenure.Protocols.Log;

/// <summary>Why a chain does not hold.</summary>
public enum LogBreakReason
{
    /// <summary>A field of the entry has a wrong length or is outside its range.</summary>
    EntryMalformed,

    /// <summary>The entry belongs to another device than the first one.</summary>
    OtherDevice,

    /// <summary>An entry is missing, doubled or moved.</summary>
    SequenceGap,

    /// <summary>The entry does not name the one before it.</summary>
    PreviousDiffers,

    /// <summary>The entry is not what was hashed.</summary>
    HashDiffers,

    /// <summary>The details are not what was committed to, or only one of salt and details is there.</summary>
    DetailsDiffer,

    /// <summary>The chain holds but does not end where it is known to end: entries at the end are missing.</summary>
    HeadDiffers,

    /// <summary>The entry is not proven to be in the tree of the checkpoint.</summary>
    NotIncluded,
}

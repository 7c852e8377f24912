namespace Tenure.Protocols.Super;

/// <summary>What holds of a logical partition.</summary>
/// <remarks>AOSP <c>liblp/metadata_format.h</c>, <c>LP_PARTITION_ATTR_*</c>.</remarks>
[Flags]
public enum SuperAttributes : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is mounted read-only.</summary>
    ReadOnly = 1,

    /// <summary>Its name gets the slot's suffix.</summary>
    SlotSuffixed = 2,

    /// <summary>An update changed it.</summary>
    Updated = 4,

    /// <summary>It is not mapped.</summary>
    Disabled = 8,
}

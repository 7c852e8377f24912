namespace Tenure.Domain.Cases;

/// <summary>Why a case was refused, or what an agent misses, in words that its person can do something with.</summary>
public enum CaseReason
{
    /// <summary>No reason is said.</summary>
    None,

    /// <summary>What was shown does not prove it.</summary>
    NotEnough,

    /// <summary>A file cannot be read.</summary>
    Unreadable,

    /// <summary>What was shown is about another device or account.</summary>
    AnotherThing,

    /// <summary>What was shown looks changed, or belongs to another case.</summary>
    Doubtful,

    /// <summary>The holder marked the device as lost.</summary>
    DeviceLost,

    /// <summary>The holder objected, and was believed.</summary>
    HolderObjected,
}

namespace Tenure.Domain.Cases;

/// <summary>What a case asks for.</summary>
public enum CaseKind
{
    /// <summary>A person who has lost every proof wants back into the account. Holdings and locks stay.</summary>
    Recovery,

    /// <summary>A person who has a device in hand, and no access to the account that holds it, wants it let go.</summary>
    Release,
}

namespace Tenure.Domain.Accounts;

/// <summary>What can be done with an account's addresses, and undone.</summary>
public enum AddressChangeKind
{
    /// <summary>One came.</summary>
    Added,

    /// <summary>One went.</summary>
    Removed,

    /// <summary>One became the first of its kind.</summary>
    MadeFirst,
}

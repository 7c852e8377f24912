namespace Tenure.Domain.Cases;

/// <summary>What an agent did in a case.</summary>
public enum CaseActKind
{
    /// <summary>Opened it for somebody who called.</summary>
    Opened,

    /// <summary>Asked for more.</summary>
    AskedMore,

    /// <summary>Was for it.</summary>
    Approved,

    /// <summary>Was against it.</summary>
    Rejected,
}

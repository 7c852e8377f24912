namespace Tenure.Domain.Documents;

/// <summary>What a person says that a document shows.</summary>
public enum DocumentKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>A receipt: shop, date, serial number.</summary>
    Receipt,

    /// <summary>The label on the box.</summary>
    BoxLabel,

    /// <summary>A paper that says whose a SIM card is.</summary>
    SimOwner,
}

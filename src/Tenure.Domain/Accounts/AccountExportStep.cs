namespace Tenure.Domain.Accounts;

/// <summary>What moves an <see cref="AccountExport"/> on.</summary>
public enum AccountExportStep
{
    /// <summary>The archive is there.</summary>
    Finish,

    /// <summary>Its person fetches it.</summary>
    Fetch,

    /// <summary>It is discarded, cannot be made, or its time is over.</summary>
    End,
}

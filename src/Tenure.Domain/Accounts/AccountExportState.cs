namespace Tenure.Domain.Accounts;

/// <summary>How far an <see cref="AccountExport"/> is.</summary>
public enum AccountExportState
{
    /// <summary>It was asked for, and is made or will be.</summary>
    Making,

    /// <summary>It waits to be fetched.</summary>
    Ready,

    /// <summary>It was fetched, discarded, or its time is over.</summary>
    Over,
}

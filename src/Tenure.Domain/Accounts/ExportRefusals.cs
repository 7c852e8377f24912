namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about exports.</summary>
public static class ExportRefusals
{
    /// <summary>One is made, or waits.</summary>
    public static readonly Refusal Pending = new("export_pending", "An export is being made, or waits to be fetched. One at a time.", RefusalKind.Conflict);

    /// <summary>There were several lately.</summary>
    public static Refusal Limit(TimeSpan wait) => new("export_limit", "There were several exports in the last weeks. Ask again later.", RefusalKind.TooMany) { RetryAfter = wait };

    /// <summary>It was asked for with a code that went to an address, not long ago.</summary>
    public static readonly Refusal Waiting = new("export_waiting", "The export was asked for with a code by mail or SMS, and can be fetched a day after that.", RefusalKind.Conflict);

    /// <summary>There is none that could be fetched.</summary>
    public static readonly Refusal None = new("export_none", "There is no export to fetch: none was asked for, it is not ready, it was fetched, or its time is over.", RefusalKind.Conflict);
}

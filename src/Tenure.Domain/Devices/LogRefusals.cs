namespace Tenure.Domain.Devices;

/// <summary>Why the log proves nothing now. docs/problems.md lists them.</summary>
public static class LogRefusals
{
    /// <summary>The log has fewer entries than asked about.</summary>
    public static readonly Refusal Shorter = new("log_shorter", "The log has fewer entries than that.", RefusalKind.Conflict);

    /// <summary>The entry waits for its place in the tree, or there is no checkpoint yet.</summary>
    /// <param name="wait">When it should be there.</param>
    public static Refusal NotReady(TimeSpan wait) => new("log_not_ready", "The log has not taken this up yet.", RefusalKind.Busy, RetryAfter: wait);
}

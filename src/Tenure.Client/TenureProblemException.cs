namespace Tenure.Client;

/// <summary>The server said no, and why.</summary>
public sealed class TenureProblemException : Exception
{
    /// <summary>Makes the exception from what the server answered.</summary>
    public TenureProblemException(Problem problem, TimeSpan? retryAfter)
        : base(problem.Title ?? problem.Code ?? $"HTTP {problem.Status}")
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>The problem as the server sent it.</summary>
    public Problem Problem { get; }

    /// <summary>The stable code; <c>http_NNN</c> when the answer was not a problem of ours.</summary>
    public string Code => Problem.Code ?? $"http_{Problem.Status}";

    /// <summary>How long to wait before the same call may succeed; <c>null</c> when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}

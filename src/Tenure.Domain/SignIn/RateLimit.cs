namespace Tenure.Domain.SignIn;

/// <summary>How often something may be asked for in a while, whatever comes of it. Unlike a <see cref="ThrottleRule"/> it forgets, however steadily it is used.</summary>
/// <param name="Most">Requests in one window.</param>
/// <param name="Window">How long a window is; it begins with its first request.</param>
public sealed record RateLimit(int Most, TimeSpan Window)
{
    /// <summary>So many an hour.</summary>
    public static RateLimit Hourly(int most) => new(most, TimeSpan.FromHours(1));

    /// <summary>So many a day.</summary>
    public static RateLimit Daily(int most) => new(most, TimeSpan.FromDays(1));

    /// <summary>Refuses when there were as many already; the wait ends with the window.</summary>
    public Refusal? Check(int already, DateTimeOffset windowEnd, DateTimeOffset now) =>
        already < Most || now >= windowEnd ? null : SignInRefusals.RateLimited(windowEnd - now);
}

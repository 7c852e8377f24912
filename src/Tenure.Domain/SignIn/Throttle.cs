namespace Tenure.Domain.SignIn;

/// <summary>Failures of one key: an identifier from a network, a network, a known device. For a <see cref="RateLimit"/>: requests, until the end of its window.</summary>
/// <remarks>Counted by the database in one statement, so that tries at the same time are all counted; here is what the count means.</remarks>
public sealed class Throttle
{
    private Throttle()
    {
    }

    /// <summary>Keyed hash of what is counted: what people type into the wrong field is nowhere to be read.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>The last one (UTC).</summary>
    public DateTimeOffset LastFailureAt { get; private set; }

    /// <summary>When all is forgotten (UTC).</summary>
    public DateTimeOffset ForgetAt { get; private set; }

    /// <summary>A key as the database has it.</summary>
    public static Throttle FromStored(string key, int failures, DateTimeOffset lastFailureAt, DateTimeOffset forgetAt) => new()
    {
        Key = key,
        Failures = failures,
        LastFailureAt = lastFailureAt,
        ForgetAt = forgetAt,
    };

    /// <summary>Failures that still count.</summary>
    public int Counted(DateTimeOffset now) => now < ForgetAt ? Failures : 0;

    /// <summary>Refuses while the wait after the last failure lasts.</summary>
    public Refusal? Check(ThrottleRule rule, DateTimeOffset now)
    {
        var wait = rule.WaitAfter(Counted(now));
        var openAt = LastFailureAt + wait;
        // Of two at once the one that counts first may have read the clock last: without a wait that is no reason to refuse.
        return wait == TimeSpan.Zero || now >= openAt ? null : SignInRefusals.Throttled(openAt - now);
    }
}

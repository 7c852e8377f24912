namespace Tenure.Domain.SignIn;

/// <summary>How tries slow down after failures.</summary>
/// <param name="Free">Failures that cost no wait.</param>
/// <param name="First">The wait after one more; doubles with each further failure.</param>
/// <param name="Longest">The longest wait.</param>
/// <param name="ForgottenAfter">So long without a failure, and all are forgotten.</param>
public sealed record ThrottleRule(int Free, TimeSpan First, TimeSpan Longest, TimeSpan ForgottenAfter)
{
    /// <summary>One identifier from one network.</summary>
    public static ThrottleRule PerIdentifier { get; } = new(4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromDays(1));

    /// <summary>One network, whoever is meant.</summary>
    public static ThrottleRule PerNetwork { get; } = new(40, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    /// <summary>One known device: its own budget.</summary>
    public static ThrottleRule PerKnownDevice { get; } = new(6, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    /// <summary>Wrong passwords of one account in a row, wherever they came from: no wait, only a count.</summary>
    public static ThrottleRule Streak { get; } = new(int.MaxValue - 1, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(30));

    /// <summary>Mails with a code for one account.</summary>
    public static ThrottleRule MailsToAccount { get; } = new(3, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(1));

    /// <summary>Mails that one network asked for.</summary>
    public static ThrottleRule MailsFromNetwork { get; } = new(60, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    /// <summary>The wait after so many failures.</summary>
    public TimeSpan WaitAfter(int failures)
    {
        if (failures <= Free)
        {
            return TimeSpan.Zero;
        }

        var doublings = Math.Min(failures - Free - 1, 30);
        return TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << doublings));
    }
}

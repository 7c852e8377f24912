namespace Tenure.Domain.Messages;

/// <summary>When a country is closed: codes that nobody types are bought by somebody who earns by the SMS, not by a person who wants to sign in.</summary>
/// <param name="Window">What is looked back on, and how long the country is then closed.</param>
/// <param name="LeastSent">From how many codes on there is something to judge.</param>
/// <param name="PercentVerified">How many of a hundred must have come back.</param>
public sealed record SmsBreakerRule(TimeSpan Window, int LeastSent, int PercentVerified)
{
    /// <summary>Codes are counted together in stretches of this length.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromMinutes(10);

    /// <summary>How long a code has time to come back before it is judged by.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>The stretch that a moment belongs to, by its start.</summary>
    public static DateTimeOffset StretchOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Stretch.Ticks), TimeSpan.Zero);

    /// <summary>The latest stretch whose codes have all had their time.</summary>
    public static DateTimeOffset LastJudged(DateTimeOffset now) => StretchOf(now - Grace) - Stretch;

    /// <summary>Whether too few came back.</summary>
    /// <param name="sent">Codes sent in the window that have had their time.</param>
    /// <param name="verified">Codes that came back in the window.</param>
    public bool Closes(long sent, long verified) => sent >= LeastSent && verified * 100 < sent * PercentVerified;
}

namespace Tenure.Domain.Operators;

/// <summary>From which figures on an agent's work is looked at by others. Each has a floor, so that who does little is no alarm.</summary>
public static class AgentWatch
{
    /// <summary>Fewer reads in a day are never too many.</summary>
    public const int FewestReads = 20;

    /// <summary>How many times the usual is too much.</summary>
    public const int Times = 3;

    /// <summary>Days with reads before somebody has a usual number.</summary>
    public const int FewestDays = 5;

    /// <summary>Others who read on that day before there is a number of others.</summary>
    public const int FewestOthers = 2;

    /// <summary>Fewer votes say nothing about how somebody votes.</summary>
    public const int FewestVotes = 20;

    /// <summary>Of a hundred votes, how many for it are nearly all.</summary>
    public const int NearlyAll = 95;

    /// <summary>How often in <see cref="HasteTime"/> somebody may be for a case sooner than it can be read.</summary>
    public const int MostHasty = 4;

    /// <summary>Nobody reads a case and its documents in less.</summary>
    public static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(60);

    /// <summary>What is looked back on for votes and for the usual number of reads.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>What is looked back on for votes in haste.</summary>
    public static readonly TimeSpan HasteTime = TimeSpan.FromDays(7);

    /// <summary>The middle of some figures, the upper one of two; 0 of none.</summary>
    public static int Usual(IEnumerable<int> figures)
    {
        int[] sorted = [.. figures.Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    /// <summary>Whether a day's reads are far more than somebody's own.</summary>
    /// <param name="reads">Of the day.</param>
    /// <param name="before">Of each day before on which they read anything.</param>
    public static bool ReadsMoreThanUsual(int reads, IReadOnlyCollection<int> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return reads >= FewestReads && before.Count >= FewestDays && reads > Times * Usual(before);
    }

    /// <summary>Whether a day's reads are far more than those of the others.</summary>
    /// <param name="reads">Of the day.</param>
    /// <param name="others">Of each other agent who read anything on that day.</param>
    public static bool ReadsMoreThanOthers(int reads, IReadOnlyCollection<int> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return reads >= FewestReads && others.Count >= FewestOthers && reads > Times * Usual(others);
    }

    /// <summary>Whether somebody is for nearly everything.</summary>
    public static bool ApprovesNearlyAll(int approved, int rejected) => approved + rejected >= FewestVotes && approved * 100 >= NearlyAll * (approved + rejected);

    /// <summary>Whether somebody was for cases in haste too often.</summary>
    /// <param name="reading">For each vote for it, the time from the first look at the case.</param>
    public static bool ApprovesUnread(IEnumerable<TimeSpan> reading) => Hasty(reading) > MostHasty;

    /// <summary>How many of these were in haste.</summary>
    public static int Hasty(IEnumerable<TimeSpan> reading) => reading.Count(time => time < ReadingTime);
}

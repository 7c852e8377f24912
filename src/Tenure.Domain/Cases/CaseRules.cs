namespace Tenure.Domain.Cases;

/// <summary>How long what takes in a case. None of these times can be shortened by anybody.</summary>
public static class CaseRules
{
    /// <summary>A release: how long the holder has to object.</summary>
    public static readonly TimeSpan ReleaseWait = TimeSpan.FromDays(14);

    /// <summary>A recovery.</summary>
    public static readonly TimeSpan RecoveryWait = TimeSpan.FromDays(7);

    /// <summary>A recovery for which a held device was unlocked by its screen lock, while nothing speaks for a long wait.</summary>
    public static readonly TimeSpan UnlockedWait = TimeSpan.FromHours(72);

    /// <summary>Either, when something speaks for a long wait.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(30);

    /// <summary>How long a draft is kept. Longer than any <see cref="DelayAfter"/>.</summary>
    public static readonly TimeSpan DraftTime = TimeSpan.FromDays(30);

    /// <summary>How long agents have, and how long what is due may be kept back by a freeze.</summary>
    public static readonly TimeSpan AgentTime = TimeSpan.FromDays(90);

    /// <summary>How long a person has to take a recovery that was granted.</summary>
    public static readonly TimeSpan OfferTime = TimeSpan.FromDays(7);

    /// <summary>How long nothing is taken by a link that came in place of another: whoever sent for it by somebody else's mailbox is seen meanwhile.</summary>
    public static readonly TimeSpan RenewedWait = TimeSpan.FromHours(48);

    /// <summary>How long an offer lasts after that, at least.</summary>
    public static readonly TimeSpan RenewedTime = TimeSpan.FromDays(1);

    /// <summary>How long both sides are heard before seniors decide a dispute.</summary>
    public static readonly TimeSpan HearingTime = TimeSpan.FromDays(30);

    /// <summary>How long a holder must not have been seen before a lost device can be asked for.</summary>
    public static readonly TimeSpan LossTime = TimeSpan.FromDays(365);

    /// <summary>How far back changes of addresses, and signs of the holder, make a wait long.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(90);

    /// <summary>How many cases a device or identifier has in a year, whoever opens them.</summary>
    public const int MostInAYear = 3;

    /// <summary>How far the clocks of one server's nodes may differ.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>How long one who was drawn has, before another one is.</summary>
    public static readonly TimeSpan LookTime = TimeSpan.FromDays(2);

    /// <summary>How many cases about the same count in a year. What an agent was drawn for costs the next one time, also where it was taken back; only what was decided keeps one more out, so that nobody uses up what another needs.</summary>
    /// <param name="decided">That were announced or refused.</param>
    /// <param name="looked">Others for which an agent was drawn.</param>
    public static int CountOf(int decided, int looked) => decided >= MostInAYear ? decided : Math.Min(decided + looked, MostInAYear - 1);

    /// <summary>How many cases about the same are open at a time where none has more to show than the others.</summary>
    public const int MostBeside = 3;

    /// <summary>Whether a case is handed in although another one about the same is open: with more that the server knows always, with as much while few are. What somebody sends decides no order, but who shows nothing at all takes nobody's place.</summary>
    /// <param name="known">Points of what the server knows for it.</param>
    /// <param name="others">The same for the other one.</param>
    /// <param name="points">All that speaks for it.</param>
    /// <param name="open">How many others are open.</param>
    public static bool MayGoBeside(int known, int others, int points, int open) => known > others || (known == others && points > 0 && open < MostBeside);

    /// <summary>The longest message, in characters.</summary>
    public const int LongestMessage = 1000;

    /// <summary>How many messages its person writes in one case.</summary>
    public const int MostMessages = 20;

    /// <summary>How often agents may ask for more.</summary>
    public const int MostAsked = 3;

    /// <summary>How old the draft must be before it is handed in: the cost of a case rises with each one in a year.</summary>
    /// <param name="before">How many there were in the year before.</param>
    public static TimeSpan DelayAfter(int before) => before switch
    {
        <= 0 => TimeSpan.Zero,
        1 => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(14),
    };

    /// <summary>The shortest wait of all of a kind: for who asks when it is decided, and may not learn from the answer what the server knows.</summary>
    public static TimeSpan ShortestWait(CaseKind kind) => kind == CaseKind.Release ? ReleaseWait : UnlockedWait;

    /// <summary>How long an announced case waits.</summary>
    public static TimeSpan WaitOf(CaseKind kind, CaseFlags flags, bool isUnlockedForIt) =>
        flags != CaseFlags.None ? LongWait
        : kind == CaseKind.Release ? ReleaseWait
        : isUnlockedForIt ? UnlockedWait
        : RecoveryWait;
}

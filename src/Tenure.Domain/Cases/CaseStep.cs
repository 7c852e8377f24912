namespace Tenure.Domain.Cases;

/// <summary>What moves a case from one state to another.</summary>
public enum CaseStep
{
    /// <summary>The person hands it in.</summary>
    Submit,

    /// <summary>The person takes it back.</summary>
    Withdraw,

    /// <summary>An agent needs something more of the person; what was said about it counts no more.</summary>
    AskMore,

    /// <summary>The first of two has decided, whichever way.</summary>
    FirstVote,

    /// <summary>Two different people are for it.</summary>
    Announce,

    /// <summary>Two different people are against it, or it must not be.</summary>
    Refuse,

    /// <summary>The two differ.</summary>
    Differ,

    /// <summary>The wait is over.</summary>
    FallDue,

    /// <summary>What is known now asks for a longer wait.</summary>
    Lengthen,

    /// <summary>A recovery was looked at once more, and nothing is against it.</summary>
    Offer,

    /// <summary>A release was looked at once more, and nothing is against it; or the person takes what was offered.</summary>
    Grant,

    /// <summary>A lost device whose holder was not seen for a year is lost no more: an ordinary case begins.</summary>
    EndLoss,

    /// <summary>An address, a held device, or the holder signed in objects.</summary>
    Contest,

    /// <summary>The account's holder signed in with two proofs.</summary>
    ProveHolder,

    /// <summary>The holding ended by its holder.</summary>
    Settle,

    /// <summary>Too much time went by.</summary>
    Expire,
}

namespace Tenure.Domain.Cases;

/// <summary>How far a case is.</summary>
public enum CaseState
{
    /// <summary>The person gathers what proves it. Only now evidence is taken.</summary>
    Draft,

    /// <summary>The first of two agents looks at it.</summary>
    Submitted,

    /// <summary>The second agent looks at it, and does not see what the first one said.</summary>
    SecondLook,

    /// <summary>The two differ; a senior looks at it.</summary>
    ThirdLook,

    /// <summary>Every address and every held device was told, and the wait runs.</summary>
    Announced,

    /// <summary>The wait is over, and everything is looked at once more.</summary>
    Due,

    /// <summary>Somebody objected; two seniors hear both sides.</summary>
    Disputed,

    /// <summary>A recovery is granted, and its person has not taken it yet.</summary>
    Offered,

    /// <summary>What was asked for is given.</summary>
    Granted,

    /// <summary>It is not given, for a reason that the person reads.</summary>
    Refused,

    /// <summary>The account's holder showed two proofs: there is nothing to recover.</summary>
    Contested,

    /// <summary>The person took it back.</summary>
    Withdrawn,

    /// <summary>Too much time went by.</summary>
    Expired,

    /// <summary>The device's holding ended meanwhile, by its holder: nothing is left to decide.</summary>
    Settled,
}

using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>How many cases there are: one row, counted now and then, so that whoever looks at the queue counts nothing. Decoys count among what is open, where leaving them out would tell which they are, and in nothing that is over.</summary>
internal sealed class CaseFigures
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>When it was counted (UTC).</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>In <see cref="CaseState.Submitted"/>.</summary>
    public int Submitted { get; set; }

    /// <summary>In <see cref="CaseState.SecondLook"/>.</summary>
    public int SecondLook { get; set; }

    /// <summary>In <see cref="CaseState.ThirdLook"/>.</summary>
    public int ThirdLook { get; set; }

    /// <summary>In <see cref="CaseState.Disputed"/>.</summary>
    public int Disputed { get; set; }

    /// <summary>Announced, due or offered.</summary>
    public int Waiting { get; set; }

    /// <summary>When the oldest that agents look at was handed in (UTC); <c>null</c> when there is none.</summary>
    public DateTimeOffset? OldestAt { get; set; }

    /// <summary>Nineteen of twenty were handed in later (UTC).</summary>
    public DateTimeOffset? LateAt { get; set; }

    /// <summary>Half of them were handed in later (UTC).</summary>
    public DateTimeOffset? MedianAt { get; set; }

    /// <summary>Granted in 90 days.</summary>
    public int Granted { get; set; }

    /// <summary>Refused in 90 days.</summary>
    public int Refused { get; set; }

    /// <summary>Ended by the holder in 90 days after agents had been for it.</summary>
    public int Reversed { get; set; }

    /// <summary>Decoys that were over in 90 days.</summary>
    public int Decoys { get; set; }

    /// <summary>Those of them that an agent was for.</summary>
    public int DecoysMissed { get; set; }
}

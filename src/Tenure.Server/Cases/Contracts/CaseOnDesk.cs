using Tenure.Domain.Cases;
using Tenure.Domain.Operators;

namespace Tenure.Server.Cases.Contracts;

/// <summary>A case as an agent sees it: no address, no account, nothing of what others said about it.</summary>
/// <param name="Id">Its inner id, which is not shown.</param>
/// <param name="Number">As it is shown.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="State">How far it is.</param>
/// <param name="OpenedAt">When it was opened (UTC).</param>
/// <param name="SubmittedAt">When it was handed in (UTC).</param>
/// <param name="Exists">Whether what it asks for exists and is held.</param>
/// <param name="Holder">The masked holder; <c>null</c> when there is none.</param>
/// <param name="Model">Of the device; <c>null</c> in a recovery.</param>
/// <param name="Score">What speaks for it.</param>
/// <param name="Flags">What makes its wait long.</param>
/// <param name="IsForLost">Whether the device is marked as lost.</param>
/// <param name="Others">Other cases about the same that were handed in in a year.</param>
/// <param name="Messages">What its person and agents wrote.</param>
/// <param name="Documents">What was handed in.</param>
/// <param name="History">What happened to the device, the latest first.</param>
/// <param name="Similar">Cases that have something in common with it, the latest first.</param>
/// <param name="Digest">32 bytes: what the case is now; a decision names it.</param>
internal sealed record CaseOnDesk(
    CaseId Id, string Number, CaseKind Kind, CaseState State, DateTimeOffset OpenedAt, DateTimeOffset? SubmittedAt, bool Exists, string? Holder, string? Model, CaseScore Score, CaseFlags Flags, bool IsForLost,
    int Others, IReadOnlyList<CaseLine> Messages, IReadOnlyList<DocumentOnDesk> Documents, IReadOnlyList<DeviceMoment> History, IReadOnlyList<SimilarCase> Similar, byte[] Digest);

/// <summary>A message in a case.</summary>
internal sealed record CaseLine(DateTimeOffset At, bool ByPerson, CaseReason Template, string? Text);

/// <summary>A case in a queue.</summary>
/// <param name="Id">Its inner id, which is not shown.</param>
/// <param name="Number">Without its hyphen.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="State">How far it is.</param>
/// <param name="SubmittedAt">When it was handed in (UTC).</param>
/// <param name="Agent">Who was drawn.</param>
/// <param name="DrawnAt">When (UTC).</param>
/// <param name="NeedsSenior">Whether only seniors decide it.</param>
/// <param name="EndsAt">When it ends if nobody decides (UTC).</param>
/// <param name="DisputedAt">When somebody last objected (UTC).</param>
internal sealed record CaseInQueue(
    CaseId Id, string Number, CaseKind Kind, CaseState State, DateTimeOffset? SubmittedAt, OperatorId? Agent, DateTimeOffset? DrawnAt, bool NeedsSenior, DateTimeOffset? EndsAt, DateTimeOffset? DisputedAt)
{
    /// <summary>When another one is drawn for it (UTC); <c>null</c> while nobody is.</summary>
    public DateTimeOffset? YoursUntil => DrawnAt + CaseDesk.LookTime;

    /// <summary>When a dispute can be decided at the earliest (UTC); <c>null</c> where it is none.</summary>
    public DateTimeOffset? HeardUntil => State == CaseState.Disputed ? DisputedAt + CaseRules.HearingTime : null;
}

/// <summary>How an agent voted.</summary>
/// <param name="Case">In which case.</param>
/// <param name="IsFor">For it or against it.</param>
/// <param name="At">When (UTC).</param>
internal sealed record CaseVote(CaseId Case, bool IsFor, DateTimeOffset At);

/// <summary>How many cases there are, as they were counted last. What is over is that of 90 days up to a week ago: nobody can tell from a figure that moves what became of a case. Decoys are among what is open, and in nothing else.</summary>
/// <param name="At">When it was counted (UTC).</param>
/// <param name="First">That a first agent looks at.</param>
/// <param name="Second">That a second one looks at.</param>
/// <param name="Third">That a senior looks at because two differ.</param>
/// <param name="Waiting">Announced.</param>
/// <param name="Disputed">Disputed.</param>
/// <param name="OldestAt">When the oldest that agents look at was handed in (UTC).</param>
/// <param name="LateAt">When one was handed in that is older than nineteen of twenty (UTC).</param>
/// <param name="MedianAt">When one was handed in that is older than half of them (UTC).</param>
/// <param name="Granted">Granted.</param>
/// <param name="Refused">Refused.</param>
/// <param name="Reversed">Ended by the holder after agents had been for it.</param>
/// <param name="Decoys">Decoys that were over.</param>
/// <param name="DecoysMissed">Those that an agent was for.</param>
internal sealed record CaseCounts(
    DateTimeOffset At, int First, int Second, int Third, int Waiting, int Disputed, DateTimeOffset? OldestAt, DateTimeOffset? LateAt, DateTimeOffset? MedianAt, int Granted, int Refused, int Reversed, int Decoys, int DecoysMissed)
{
    /// <summary>That agents look at.</summary>
    public int Open => First + Second + Third;
}

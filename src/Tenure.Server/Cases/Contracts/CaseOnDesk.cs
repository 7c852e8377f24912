using Tenure.Domain.Cases;
using Tenure.Domain.Operators;

namespace Tenure.Server.Cases.Contracts;

/// <summary>A case as an agent sees it: no address, no account, nothing of what others said about it.</summary>
/// <param name="Number">As it is shown.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="State">How far it is.</param>
/// <param name="OpenedAt">When it was opened (UTC).</param>
/// <param name="SubmittedAt">When it was handed in (UTC).</param>
/// <param name="Exists">Whether what it asks for exists and is held.</param>
/// <param name="Holder">The masked holder; <c>null</c> when there is none.</param>
/// <param name="Model">Of the device; <c>null</c> in a recovery.</param>
/// <param name="DeviceId">Of the device; <c>null</c> in a recovery.</param>
/// <param name="Score">What speaks for it.</param>
/// <param name="Flags">What makes its wait long.</param>
/// <param name="IsForLost">Whether the device is marked as lost.</param>
/// <param name="Others">Other cases about the same that were handed in in a year.</param>
/// <param name="Messages">What its person and agents wrote.</param>
/// <param name="Documents">What was handed in.</param>
/// <param name="Digest">32 bytes: what the case is now; a decision names it.</param>
internal sealed record CaseOnDesk(
    string Number, CaseKind Kind, CaseState State, DateTimeOffset OpenedAt, DateTimeOffset? SubmittedAt, bool Exists, string? Holder, string? Model, string? DeviceId, CaseScore Score, CaseFlags Flags, bool IsForLost,
    int Others, IReadOnlyList<CaseLine> Messages, IReadOnlyList<DocumentOnDesk> Documents, byte[] Digest);

/// <summary>A message in a case.</summary>
internal sealed record CaseLine(DateTimeOffset At, bool ByPerson, CaseReason Template, string? Text);

/// <summary>A case in a queue.</summary>
internal sealed record CaseInQueue(CaseId Id, string Number, CaseKind Kind, CaseState State, DateTimeOffset? SubmittedAt, OperatorId? Agent, DateTimeOffset? DrawnAt, bool NeedsSenior);

/// <summary>How many cases there are.</summary>
/// <param name="Open">That agents look at.</param>
/// <param name="Waiting">Announced.</param>
/// <param name="Disputed">Disputed.</param>
/// <param name="OldestAt">When the oldest that agents look at was handed in (UTC).</param>
/// <param name="Granted">Granted in the last 90 days.</param>
/// <param name="Refused">Refused in the last 90 days.</param>
/// <param name="Reversed">Ended by the holder in the last 90 days after agents had been for it.</param>
internal sealed record CaseCounts(int Open, int Waiting, int Disputed, DateTimeOffset? OldestAt, int Granted, int Refused, int Reversed);

namespace Tenure.Server.Audit.Contracts;

/// <summary>An entry of the operators' log, as it is shown.</summary>
internal sealed record LoggedEntry(long Sequence, string Event, DateTimeOffset At, LoggedAct Act);

namespace Tenure.Server.Audit;

/// <summary>A place where the log does not hold.</summary>
/// <param name="Device">The device's id as the row has it.</param>
/// <param name="Sequence">The entry; <c>null</c> when the chain as a whole is at fault.</param>
/// <param name="Reason">Stable, lower case with underscores; docs/capabilities/log.md lists them.</param>
/// <param name="Message">One English sentence, for JSON; a person reads the reason's own text.</param>
internal sealed record AuditBreak(string Device, long? Sequence, string Reason, string Message);

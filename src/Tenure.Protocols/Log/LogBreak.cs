namespace Tenure.Protocols.Log;

/// <summary>The first place where a chain does not hold.</summary>
/// <param name="Position">Which line, from 0; the number of lines when the end is at fault.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">One English sentence.</param>
public sealed record LogBreak(long Position, LogBreakReason Reason, string Message);

namespace Tenure.Server.Audit;

/// <summary>What a verification saw.</summary>
/// <param name="Devices">How many devices were looked at.</param>
/// <param name="Entries">How many entries held.</param>
/// <param name="Broken">The first break of each device that has one.</param>
internal sealed record AuditReport(long Devices, long Entries, IReadOnlyList<AuditBreak> Broken);

namespace Tenure.Server.Audit;

/// <summary>What a verification saw.</summary>
/// <param name="Devices">How many devices were looked at.</param>
/// <param name="Entries">How many entries of devices held.</param>
/// <param name="Acts">How many entries of the operators' log held.</param>
/// <param name="Broken">The first break of each log that has one.</param>
internal sealed record AuditReport(long Devices, long Entries, long Acts, IReadOnlyList<AuditBreak> Broken);

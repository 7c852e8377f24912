namespace Tenure.Server.Audit;

/// <summary>What a verification saw.</summary>
/// <param name="Devices">How many devices were looked at.</param>
/// <param name="Entries">How many entries of devices held.</param>
/// <param name="Waiting">How many of these the tree has not taken up yet.</param>
/// <param name="Checkpoints">How many signed checkpoints are kept.</param>
/// <param name="Signatures">Whether their signatures were looked at; not, where the server's roots are not at hand.</param>
/// <param name="Acts">How many entries of the operators' log held.</param>
/// <param name="Broken">The first break of each log that has one, and what does not hold of the tree.</param>
internal sealed record AuditReport(long Devices, long Entries, long Waiting, long Checkpoints, bool Signatures, long Acts, IReadOnlyList<AuditBreak> Broken);

namespace Tenure.Server.Audit.Tree;

/// <summary>What a verification saw of the tree.</summary>
/// <param name="Entries">Entries in the tree.</param>
/// <param name="Waiting">Entries that it has not taken up yet.</param>
/// <param name="Checkpoints">Checkpoints that are kept.</param>
/// <param name="Broken">What does not hold.</param>
internal sealed record TreeReport(long Entries, long Waiting, long Checkpoints, IReadOnlyList<AuditBreak> Broken);

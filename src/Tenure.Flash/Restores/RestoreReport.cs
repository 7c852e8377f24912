namespace Tenure.Flash.Restores;

/// <summary>How far a restore is.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Bytes">Of the whole job that are done.</param>
/// <param name="Of">Of the whole job.</param>
/// <param name="What">The file, entry or partition at hand; <c>null</c> when there is none.</param>
public sealed record RestoreReport(RestorePhase Phase, long Bytes, long Of, string? What = null);

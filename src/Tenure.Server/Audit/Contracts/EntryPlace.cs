namespace Tenure.Server.Audit.Contracts;

/// <summary>Where an entry is in the tree, and the proof of it.</summary>
/// <param name="Index">From 0: the entry's number in the log.</param>
/// <param name="Proof">Hashes from the leaf's neighbour upwards; <c>null</c> when it was not asked for.</param>
internal sealed record EntryPlace(long Index, IReadOnlyList<byte[]>? Proof);

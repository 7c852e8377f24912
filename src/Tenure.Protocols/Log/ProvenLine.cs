namespace Tenure.Protocols.Log;

/// <summary>An entry with the proof that it is in the log.</summary>
/// <param name="Line">The entry.</param>
/// <param name="Index">Its number in the log, from 0.</param>
/// <param name="Proof">Hashes up to the root of the checkpoint above it in the file.</param>
public sealed record ProvenLine(LogLine Line, long Index, IReadOnlyList<byte[]> Proof);

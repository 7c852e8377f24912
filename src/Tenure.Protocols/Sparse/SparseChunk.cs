namespace Tenure.Protocols.Sparse;

/// <summary>One chunk of a sparse image: a run of blocks of the image that it stands for.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="FirstBlock">Counted from the image's start.</param>
/// <param name="Blocks">How many; 0 for a checksum, and allowed for the others.</param>
/// <param name="Value">The four bytes of a fill as a little-endian number, or a checksum.</param>
/// <param name="Source">For <see cref="SparseKind.Raw"/>: where its bytes lie, counted from the start of the file that was read.</param>
public readonly record struct SparseChunk(SparseKind Kind, uint FirstBlock, uint Blocks, uint Value = 0, long Source = 0);

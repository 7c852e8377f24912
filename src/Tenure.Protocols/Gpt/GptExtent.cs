namespace Tenure.Protocols.Gpt;

/// <summary>Where a partition lies in a disk image.</summary>
/// <param name="Offset">Bytes from the start.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct GptExtent(long Offset, long Length);

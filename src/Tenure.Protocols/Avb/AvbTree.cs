namespace Tenure.Protocols.Avb;

/// <summary>Where a hash tree lies, and its correcting bytes.</summary>
/// <param name="Offset">Bytes from the partition's start.</param>
/// <param name="Size">Bytes.</param>
/// <param name="DataBlockSize">Bytes that a hash of the lowest level covers.</param>
/// <param name="HashBlockSize">Bytes of a block of hashes.</param>
/// <param name="CorrectionRoots">Of the Reed-Solomon code; 0 for none.</param>
/// <param name="CorrectionOffset">Bytes from the partition's start.</param>
/// <param name="CorrectionSize">Bytes.</param>
public readonly record struct AvbTree(
    ulong Offset, ulong Size, uint DataBlockSize = 4096, uint HashBlockSize = 4096, uint CorrectionRoots = 0, ulong CorrectionOffset = 0, ulong CorrectionSize = 0)
{
    /// <summary>The one version of dm-verity that there is.</summary>
    public uint Version { get; init; } = 1;
}

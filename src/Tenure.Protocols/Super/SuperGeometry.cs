namespace Tenure.Protocols.Super;

/// <summary>How a partition of logical partitions is laid out; fixed when it is made.</summary>
/// <param name="MaxMetadataSize">Bytes kept for the metadata of each slot; a multiple of 512, at most 1 MiB here.</param>
/// <param name="SlotCount">1 to 4 here.</param>
/// <param name="LogicalBlockSize">Bytes; extents are multiples of it. A multiple of 512, a power of two.</param>
/// <remarks>AOSP <c>liblp/metadata_format.h</c>, <c>LpMetadataGeometry</c>.</remarks>
public readonly record struct SuperGeometry(int MaxMetadataSize = 65536, int SlotCount = 2, int LogicalBlockSize = 4096);

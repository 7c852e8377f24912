namespace Tenure.Protocols.Super;

/// <summary>A partition of the storage that logical ones lie on; mostly there is one, <c>super</c>.</summary>
/// <param name="Name">Of the partition.</param>
/// <param name="Size">Bytes.</param>
/// <param name="FirstSector">Where logical partitions may begin, in sectors of 512 bytes.</param>
/// <param name="Alignment">Bytes at whose multiples runs begin; 0 for none.</param>
/// <param name="AlignmentOffset">Bytes that are added to these multiples.</param>
/// <param name="Flags">Bit 0: the name gets the slot's suffix.</param>
public sealed record SuperDevice(string Name, ulong Size, ulong FirstSector, uint Alignment = 1 << 20, uint AlignmentOffset = 0, uint Flags = 0);

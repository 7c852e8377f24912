namespace Tenure.Protocols.BootImages;

/// <summary>One of the ramdisks of a vendor_boot image.</summary>
/// <param name="Offset">Bytes from the start of all.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">0 none, 1 platform, 2 recovery, 3 kernel modules.</param>
/// <param name="Name">At most 32 bytes.</param>
/// <param name="BoardId">64 bytes that say which boards it is for.</param>
public sealed record VendorRamdisk(uint Offset, uint Size, uint Kind, string Name, ReadOnlyMemory<byte> BoardId);

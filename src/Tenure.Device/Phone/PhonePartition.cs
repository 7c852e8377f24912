namespace Tenure.Device.Phone;

/// <summary>One partition of the phone's storage.</summary>
/// <param name="Name">Name in the partition table.</param>
/// <param name="Size">Bytes; a multiple of the sector size.</param>
/// <param name="IsProtected">Block, key and counters: no program, erase or flash may touch them, under any ticket.</param>
public sealed record PhonePartition(string Name, long Size, bool IsProtected = false);

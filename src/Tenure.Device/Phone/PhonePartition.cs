namespace Tenure.Device.Phone;

/// <summary>One partition of the phone's storage.</summary>
/// <param name="Name">Name in the partition table.</param>
/// <param name="Unit">The logical unit that it lies in.</param>
/// <param name="Size">Bytes; a multiple of a mebibyte.</param>
/// <param name="IsProtected">Block, key and counters: no program, erase or flash may touch them, under any ticket.</param>
public sealed record PhonePartition(string Name, int Unit, long Size, bool IsProtected = false);

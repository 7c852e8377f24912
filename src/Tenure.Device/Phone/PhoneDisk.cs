namespace Tenure.Device.Phone;

/// <summary>Makes the disk image of a phone: a partition table after <see cref="PhoneLayout"/> and nothing in the partitions.</summary>
internal static class PhoneDisk
{
    public static void Create(string path)
    {
        // Sparse where the file system can: only what is written takes room.
        using var disk = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        disk.SetLength(PhoneLayout.DiskSize);
    }
}

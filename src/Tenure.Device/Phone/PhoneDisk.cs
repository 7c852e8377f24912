using System.Security.Cryptography;
using Tenure.Protocols.Gpt;

namespace Tenure.Device.Phone;

/// <summary>Makes the disk image of a phone: a partition table after <see cref="PhoneLayout"/> and nothing in the partitions.</summary>
internal static class PhoneDisk
{
    public static void Create(string path)
    {
        // Sparse where the file system can: only what is written takes room.
        using var disk = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        GptDisk.Create(disk, new GptTable
        {
            SectorSize = PhoneLayout.SectorSize,
            SectorCount = PhoneLayout.DiskSize / PhoneLayout.SectorSize,
            DiskId = NewId(),
            Partitions = [.. PhoneLayout.Partitions.Select(Place)],
        });
    }

    private static GptPartition Place(PhonePartition partition)
    {
        var first = PhoneLayout.OffsetOf(partition.Name) / PhoneLayout.SectorSize;
        return new GptPartition(partition.Name, GptPartition.LinuxData, NewId(), first, first + (partition.Size / PhoneLayout.SectorSize) - 1);
    }

    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));
}

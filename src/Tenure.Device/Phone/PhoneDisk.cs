using System.Security.Cryptography;
using Tenure.Protocols.Gpt;

namespace Tenure.Device.Phone;

/// <summary>The images of a phone's logical units, one file each: made with a partition table after <see cref="PhoneLayout"/> and nothing in the partitions.</summary>
public sealed class PhoneDisk : IDisposable
{
    private readonly FileStream[] units;

    private PhoneDisk(FileStream[] units) => this.units = units;

    /// <summary>The image of a unit in a phone's folder.</summary>
    public static string FileOf(string folder, int unit) => Path.Combine(folder, $"unit{unit}.img");

    /// <summary>Opens all units.</summary>
    /// <exception cref="IOException">One is not there, or in use.</exception>
    internal static PhoneDisk Open(string folder)
    {
        var opened = new List<FileStream>();
        try
        {
            for (var unit = 0; unit < PhoneLayout.Units; unit++)
            {
                opened.Add(new FileStream(FileOf(folder, unit), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
            }

            return new PhoneDisk([.. opened]);
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }
    }

    internal static void Create(string folder)
    {
        for (var unit = 0; unit < PhoneLayout.Units; unit++)
        {
            // Sparse where the file system can: only what is written takes room.
            using var image = new FileStream(FileOf(folder, unit), FileMode.CreateNew, FileAccess.ReadWrite);
            GptDisk.Create(image, Table(unit));
        }
    }

    /// <summary>A new partition table of a unit.</summary>
    public static GptTable Table(int unit) => new()
    {
        SectorSize = PhoneLayout.SectorSize,
        SectorCount = PhoneLayout.SizeOf(unit) / PhoneLayout.SectorSize,
        DiskId = NewId(),
        Partitions = [.. PhoneLayout.Of(unit).Select(Place)],
    };

    /// <summary>A partition of <see cref="PhoneLayout"/>.</summary>
    internal DiskPartition Open(PhonePartition partition) => new(units[partition.Unit], PhoneLayout.OffsetOf(partition.Name), partition.Size);

    /// <summary>A whole unit.</summary>
    internal DiskPartition Open(int unit) => new(units[unit], 0, PhoneLayout.SizeOf(unit));

    /// <inheritdoc />
    public void Dispose() => Array.ForEach(units, file => file.Dispose());

    private static GptPartition Place(PhonePartition partition)
    {
        var first = PhoneLayout.OffsetOf(partition.Name) / PhoneLayout.SectorSize;
        return new GptPartition(partition.Name, GptPartition.LinuxData, NewId(), first, first + (partition.Size / PhoneLayout.SectorSize) - 1);
    }

    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));
}

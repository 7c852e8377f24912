using System.Buffers.Binary;
using System.IO.Compression;

namespace Tenure.Flash.Packages;

/// <summary>How much room an archive asks for before it is unpacked, by what it says itself. It may lie: what comes is counted all the same.</summary>
/// <param name="Needed">Bytes of its files, and what stays free beside them.</param>
/// <param name="Free">Bytes that the disk has free.</param>
public sealed record PackageRoom(long Needed, long Free)
{
    /// <summary>Whether it goes in.</summary>
    public bool IsEnough => Free >= Needed;

    /// <summary>Looks at an archive and at the disk that it is unpacked to.</summary>
    /// <param name="path">Of the package.</param>
    /// <param name="cache">The folder that it is unpacked to; it is there.</param>
    /// <param name="limits">The usual ones when left out.</param>
    /// <returns><c>null</c> for a folder, which is read where it is, and for what is not there or cannot be read: unpacking says why.</returns>
    public static PackageRoom? Of(string path, string cache, PackageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(cache);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using var file = File.OpenRead(path);
            return new(Unpacked(file) + (limits ?? new()).Spare, new DriveInfo(Path.GetFullPath(cache)).AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    private static long Unpacked(FileStream file)
    {
        var start = new byte[4];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        switch (start.AsSpan(0, read))
        {
            case [0x1f, 0x8b, ..] when file.Length >= 18:
                // RFC 1952 §2.3.1: the last four bytes are the length, modulo 2^32; images hardly shrink to less than what they are stored in.
                file.Position = file.Length - 4;
                file.ReadExactly(start);
                var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(start);
                return length + ((Math.Max(0, file.Length - length) + uint.MaxValue) >> 32 << 32);
            case [0x50, 0x4b, 3 or 5, ..]:
                file.Position = 0;
                using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
                {
                    return zip.Entries.Aggregate(0L, (sum, entry) => checked(sum + Math.Max(0, entry.Length)));
                }

            default:
                return file.Length;
        }
    }
}

using System.Security.Cryptography;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Phone;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;

namespace Tenure.Device.Tests.Emergency;

/// <summary>A small package for the phone of these tests: both boot images in extents, one in the middle of a unit, a partition table with its patch.</summary>
internal static class Package
{
    public static FirehoseRange BootA { get; } = Of("boot_a", 0, 16);

    public static FirehoseRange BootA2 { get; } = Of("boot_a", 16, 16);

    public static FirehoseRange BootA3 { get; } = Of("boot_a", 32, 5);

    public static FirehoseRange BootB { get; } = Of("boot_b", 0, 20);

    public static FirehoseRange BootB2 { get; } = Of("boot_b", 20, 6);

    public static FirehoseRange Super { get; } = Of("super", 0, 64);

    public static FirehoseRange Table { get; } = new(5, 0, 6);

    public static FirehoseRange Erased { get; } = Of("metadata", 0, 256);

    public static IReadOnlyList<FirehoseRange> Extents { get; } = [BootA, BootA2, BootA3, BootB, BootB2, Super, Table];

    public static FirehosePatchCommand Patch { get; } = new(new(PhoneLayout.SectorSize, 5, FirehoseExpression.Of(1), 1), 16, 4, FirehoseExpression.Of(0));

    public static FirmwareManifest Manifest { get; } = new()
    {
        Product = TemporaryPhone.Facts.Model,
        Version = "2.0.0",
        Regions = ["EU", "MI"],
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 2 },
        PatchLevel = new(2026, 11, 5),
        Storage = new(PhoneLayout.MemoryName, PhoneLayout.SectorSize, [.. Enumerable.Range(0, PhoneLayout.Units).Select(unit => PhoneLayout.SizeOf(unit) / PhoneLayout.SectorSize)]),
        Entries =
        [
            new FirmwareErase(new(Erased.Unit, Erased.First, Erased.Sectors)),
            .. Extents.Select(e => new FirmwareProgram(new(e.Unit, e.First, e.Sectors), SHA256.HashData(Bytes(e)))),
            new FirmwarePatch(5, "1", 16, 4, "0"),
            new FirmwareBootable(1),
        ],
    };

    /// <summary>The maker's bytes of a range of whole extents.</summary>
    public static byte[] Bytes(FirehoseRange range)
    {
        var bytes = new byte[range.Sectors * PhoneLayout.SectorSize];
        for (var i = 0; i < bytes.Length; i++)
        {
            var at = (range.First * PhoneLayout.SectorSize) + i;
            bytes[i] = (byte)((at * 7) ^ (at >> 9) ^ range.Unit);
        }

        return bytes;
    }

    private static FirehoseRange Of(string partition, long first, long sectors) =>
        new(PhoneLayout.Find(partition)!.Unit, (PhoneLayout.OffsetOf(partition) / PhoneLayout.SectorSize) + first, sectors);
}

using System.Globalization;
using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone;

/// <summary>Where everything lies on the storage: six logical units, as on UFS, each with a partition table of its own. Fixed in the programmer, so that a changed partition table moves no protected range.</summary>
public static class PhoneLayout
{
    /// <summary>As Firehose calls the storage.</summary>
    public const string MemoryName = "ufs";

    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 4096;

    /// <summary>Bytes that the storage erases at once: what a power cut can destroy together.</summary>
    public const int EraseUnit = 64 * 1024;

    /// <summary>Logical units, from 0 on.</summary>
    public const int Units = 6;

    /// <summary>Device key, device secret, the pinned server and what was seen of its log.</summary>
    public const string Keys = "keys";

    /// <summary>The persistent block.</summary>
    public const string Block = "tenure";

    /// <summary>The counters that only rise.</summary>
    public const string Counters = "counters";

    /// <summary>What the bootloader remembers: whether it is unlocked, and the lowest indexes that start.</summary>
    public const string Loader = "loader";

    /// <summary>Where logical partitions lie.</summary>
    public const string Super = "super";

    /// <summary>What a wipe erases.</summary>
    public const string UserData = "userdata";

    private const long MiB = 1024 * 1024;

    /// <summary>All partitions, by unit and in the order in which they lie there; the first of a unit starts at 1 MiB.</summary>
    public static IReadOnlyList<PhonePartition> Partitions { get; } =
    [
        new("metadata", 0, MiB),
        new(Super, 0, 64 * MiB),
        new(UserData, 0, 16 * MiB),
        new("xbl_a", 1, MiB),
        new("xbl_b", 2, MiB),
        new(Keys, 3, MiB, IsProtected: true),
        new(Block, 3, MiB, IsProtected: true),
        new(Counters, 3, MiB, IsProtected: true),
        new(Loader, 3, MiB, IsProtected: true),
        new("misc", 4, MiB),
        new("abl_a", 4, MiB),
        new("abl_b", 4, MiB),
        new("boot_a", 4, 4 * MiB),
        new("boot_b", 4, 4 * MiB),
        new("vbmeta_a", 4, MiB),
        new("vbmeta_b", 4, MiB),
        new("modem_a", 5, 2 * MiB),
        new("modem_b", 5, 2 * MiB),
    ];

    /// <summary>Where lock, key and counters lie.</summary>
    public static IReadOnlyList<FirehoseRange> ProtectedRanges { get; } =
        [.. Partitions.Where(p => p.IsProtected).Select(p => new FirehoseRange(p.Unit, OffsetOf(p.Name) / SectorSize, p.Size / SectorSize))];

    /// <summary>The division that phones leave the factory with, as a file of a package says it.</summary>
    public static string ProvisioningText => string.Join(
        '\n',
        [
            "<?xml version=\"1.0\"?>", "<data>",
            string.Create(CultureInfo.InvariantCulture, $"<ufs bNumberLU=\"{Units}\" bBootEnable=\"1\" bDescrAccessEn=\"0\" bInitPowerMode=\"1\" bHighPriorityLUN=\"0x7f\" bSecureRemovalType=\"0\" bInitActiveICCLevel=\"0\" wPeriodicRTCUpdate=\"0\" bConfigDescrLock=\"0\" />"),
            .. Enumerable.Range(0, Units).Select(unit => string.Create(
                CultureInfo.InvariantCulture,
                $"<ufs LUNum=\"{unit}\" bLUEnable=\"1\" bBootLunID=\"{(unit == 1 ? 1 : 0)}\" size_in_kb=\"{SizeOf(unit) / 1024}\" bDataReliability=\"0\" bLUWriteProtect=\"0\" bMemoryType=\"0\" bLogicalBlockSize=\"0x0c\" bProvisioningType=\"2\" wContextCapabilities=\"0\" desc=\"unit {unit}\" />")),
            "<ufs LUNtoGrow=\"0\" commit=\"1\" />", "</data>", "",
        ]);

    /// <summary>Offset of a partition's first byte in its unit.</summary>
    public static long OffsetOf(string name)
    {
        var unit = Find(name)?.Unit ?? throw new ArgumentException($"There is no partition {name}.", nameof(name));
        return MiB + Of(unit).TakeWhile(p => p.Name != name).Sum(p => p.Size);
    }

    /// <summary>Bytes of a unit: its partitions, and a mebibyte before and behind them for the tables.</summary>
    public static long SizeOf(int unit) => (2 * MiB) + Of(unit).Sum(p => p.Size);

    /// <summary>The partitions of a unit, in the order in which they lie there.</summary>
    public static IEnumerable<PhonePartition> Of(int unit) => Partitions.Where(p => p.Unit == unit);

    /// <summary>The partition of that name; <c>null</c> when there is none.</summary>
    public static PhonePartition? Find(string name) => Partitions.FirstOrDefault(p => p.Name == name);
}

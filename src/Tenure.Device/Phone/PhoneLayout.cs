namespace Tenure.Device.Phone;

/// <summary>Where everything lies on the storage. Fixed in the programmer, so that a changed partition table moves no protected range.</summary>
public static class PhoneLayout
{
    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 512;

    /// <summary>Bytes that the storage erases at once: what a power cut can destroy together.</summary>
    public const int EraseUnit = 64 * 1024;

    /// <summary>Bytes of the whole storage.</summary>
    public const long DiskSize = 64 * MiB;

    /// <summary>Device key, device secret, the pinned server and what was seen of its log.</summary>
    public const string Keys = "keys";

    /// <summary>The persistent block.</summary>
    public const string Block = "tenure";

    /// <summary>The counters that only rise.</summary>
    public const string Counters = "counters";

    /// <summary>What a wipe erases.</summary>
    public const string UserData = "userdata";

    private const long MiB = 1024 * 1024;

    /// <summary>All partitions in the order in which they lie; the first starts at 1 MiB.</summary>
    public static IReadOnlyList<PhonePartition> Partitions { get; } =
    [
        new(Keys, MiB, IsProtected: true),
        new(Block, MiB, IsProtected: true),
        new(Counters, MiB, IsProtected: true),
        new("boot_a", 4 * MiB),
        new("boot_b", 4 * MiB),
        new("vbmeta_a", MiB),
        new("vbmeta_b", MiB),
        new("metadata", MiB),
        new(UserData, 16 * MiB),
    ];

    /// <summary>Offset of a partition's first byte on the storage.</summary>
    public static long OffsetOf(string name) => MiB + Partitions.TakeWhile(p => p.Name != name).Sum(p => p.Size);

    /// <summary>The partition of that name; <c>null</c> when there is none.</summary>
    public static PhonePartition? Find(string name) => Partitions.FirstOrDefault(p => p.Name == name);
}

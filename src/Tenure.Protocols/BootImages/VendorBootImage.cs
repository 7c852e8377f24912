namespace Tenure.Protocols.BootImages;

/// <summary>What a maker adds to a boot image of version 3 or 4: the partition <c>vendor_boot</c>.</summary>
/// <remarks>AOSP <c>mkbootimg/include/bootimg/bootimg.h</c>, <c>vendor_boot_img_hdr</c>.</remarks>
public sealed record VendorBootImage
{
    /// <summary>3 or 4.</summary>
    public required int HeaderVersion { get; init; }

    /// <summary>Bytes of a page, 2048 to 65536.</summary>
    public int PageSize { get; init; } = 4096;

    /// <summary>Name of the board, at most 16 bytes.</summary>
    public string Board { get; init; } = "";

    /// <summary>At most 2048 bytes.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>All ramdisks, one after the other.</summary>
    public ReadOnlyMemory<byte> Ramdisk { get; init; }

    /// <summary>The device tree.</summary>
    public ReadOnlyMemory<byte> DeviceTree { get; init; }

    /// <summary>Where one ramdisk ends and the next begins; version 4.</summary>
    public IReadOnlyList<VendorRamdisk> Ramdisks { get; init; } = [];

    /// <summary>Text for the system's own parameters; version 4.</summary>
    public ReadOnlyMemory<byte> BootConfig { get; init; }

    /// <summary>Where they are loaded to.</summary>
    public BootAddresses Addresses { get; init; }

    /// <summary>What the header says of its own length: 2112 in version 3, 2128 in version 4, and 2108 in images of some older tools.</summary>
    public int HeaderSize { get; init; }
}

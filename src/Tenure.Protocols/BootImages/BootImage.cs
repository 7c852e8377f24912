namespace Tenure.Protocols.BootImages;

/// <summary>A kernel and what it starts with: the partition <c>boot</c>, <c>recovery</c> or <c>init_boot</c>.</summary>
/// <remarks>AOSP <c>mkbootimg/include/bootimg/bootimg.h</c>. Members that a version does not have are empty or 0 in it.</remarks>
public sealed record BootImage
{
    /// <summary>0 to 4.</summary>
    public required int HeaderVersion { get; init; }

    /// <summary>Bytes of a page: from version 3 on always 4096, before 2048 to 65536.</summary>
    public int PageSize { get; init; } = 4096;

    /// <summary>Version and patch level.</summary>
    public BootSystem System { get; init; }

    /// <summary>Name of the board, at most 16 bytes; versions 0 to 2.</summary>
    public string Board { get; init; } = "";

    /// <summary>At most 1536 bytes.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The kernel.</summary>
    public ReadOnlyMemory<byte> Kernel { get; init; }

    /// <summary>What it unpacks first.</summary>
    public ReadOnlyMemory<byte> Ramdisk { get; init; }

    /// <summary>A second loader; versions 0 to 2.</summary>
    public ReadOnlyMemory<byte> Second { get; init; }

    /// <summary>Overlays of the device tree for recovery; versions 1 and 2.</summary>
    public ReadOnlyMemory<byte> RecoveryOverlays { get; init; }

    /// <summary>The device tree; version 2.</summary>
    public ReadOnlyMemory<byte> DeviceTree { get; init; }

    /// <summary>A vbmeta image over kernel and ramdisk; version 4.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Where they are loaded to; versions 0 to 2.</summary>
    public BootAddresses Addresses { get; init; }

    /// <summary>SHA-1 over the parts, twelve zeros behind it; versions 0 to 2. Computed when it is empty.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>What the header of version 3 says of its own length: 1580, and 1596 in images of some older tools.</summary>
    public int HeaderSize { get; init; } = 1580;
}

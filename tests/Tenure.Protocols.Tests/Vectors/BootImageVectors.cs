using System.Globalization;
using Tenure.Protocols.BootImages;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Boot images of each version, small ones, and what is wrong with others. Zeros are left out: <see cref="Written"/> and <see cref="Filled"/>.</summary>
internal static class BootImageVectors
{
    // Where a run of zeros is left out.
    private const int Gap = 16;

    private const int Page = 2048;

    public static IEnumerable<IReadOnlyList<(string Key, string Value)>> All()
    {
        for (var version = 0; version <= 4; version++)
        {
            yield return Good(string.Create(CultureInfo.InvariantCulture, $"version {version}"), BootImageCodec.Write(Of(version)), Said(Of(version)));
        }

        yield return Good("version 3 with the length that Debian's tools write", BootImageCodec.Write(Of(3) with { HeaderSize = 1596 }), Said(Of(3)));
        for (var version = 3; version <= 4; version++)
        {
            yield return Good(string.Create(CultureInfo.InvariantCulture, $"vendor_boot version {version}"), VendorBootCodec.Write(VendorOf(version)), Said(VendorOf(version)));
        }

        yield return Bad("another magic", Changed(0, bytes => bytes[0] = (byte)'B'));
        yield return Bad("a version that there is not", Changed(2, bytes => bytes[40] = 5));
        yield return Bad("a page of 1000 bytes", Changed(2, bytes => BitConverter.TryWriteBytes(bytes.AsSpan(36), 1000)));
        yield return Bad("a kernel that is longer than the image", Changed(2, bytes => BitConverter.TryWriteBytes(bytes.AsSpan(8), 0x10000)));
        yield return Bad("sizes whose sum is no number", Changed(0, bytes => bytes.AsSpan(8, 4).Fill(0xff)));
        yield return Bad("cut in the middle of the ramdisk", BootImageCodec.Write(Of(3))[..((2 * 4096) + 1)]);
        yield return Bad("a header alone", BootImageCodec.Write(Of(0))[..1632]);
        yield return Bad("half a header", BootImageCodec.Write(Of(4))[..1000]);
        yield return Bad("nothing", []);
    }

    /// <summary>What an accepted image says.</summary>
    public static IReadOnlyList<(string Key, string Value)> Said(BootImage image) =>
    [
        ("kind", "boot"),
        ("version", image.HeaderVersion.ToString(CultureInfo.InvariantCulture)),
        ("page", image.PageSize.ToString(CultureInfo.InvariantCulture)),
        ("system", string.Create(CultureInfo.InvariantCulture, $"{image.System.Version}, {image.System.PatchLevel}")),
        ("board", image.Board),
        ("command_line", image.CommandLine),
        ("kernel", Hex(image.Kernel)),
        ("ramdisk", Hex(image.Ramdisk)),
        ("second", Hex(image.Second)),
        ("recovery_overlays", Hex(image.RecoveryOverlays)),
        ("device_tree", Hex(image.DeviceTree)),
        ("signature", Hex(image.Signature)),
    ];

    /// <summary>What an accepted image says.</summary>
    public static IReadOnlyList<(string Key, string Value)> Said(VendorBootImage image) =>
    [
        ("kind", "vendor_boot"),
        ("version", image.HeaderVersion.ToString(CultureInfo.InvariantCulture)),
        ("page", image.PageSize.ToString(CultureInfo.InvariantCulture)),
        ("board", image.Board),
        ("command_line", image.CommandLine),
        ("ramdisk", Hex(image.Ramdisk)),
        ("device_tree", Hex(image.DeviceTree)),
        ("ramdisks", string.Join(", ", image.Ramdisks.Select(ramdisk => string.Create(CultureInfo.InvariantCulture, $"{ramdisk.Name}={ramdisk.Offset}+{ramdisk.Size}")))),
        ("boot_config", Hex(image.BootConfig)),
    ];

    /// <summary>The bytes as stretches, <c>offset=hex</c>; zeros between them and behind them are left out.</summary>
    public static string Written(byte[] image)
    {
        var stretches = new List<string>();
        for (var at = 0; at < image.Length;)
        {
            if (image[at] == 0)
            {
                at++;
                continue;
            }

            var end = at;
            for (var i = at; i < image.Length && i - end <= Gap; i++)
            {
                end = image[i] != 0 ? i : end;
            }

            stretches.Add(string.Create(CultureInfo.InvariantCulture, $"{at}={Convert.ToHexStringLower(image.AsSpan(at, end + 1 - at))}"));
            at = end + 1;
        }

        return string.Join(", ", stretches);
    }

    /// <summary>The image of a vector.</summary>
    public static byte[] Filled(Vector vector)
    {
        var image = new byte[int.Parse(vector["size"], CultureInfo.InvariantCulture)];
        foreach (var stretch in vector["image"].Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = stretch.Split('=');
            Convert.FromHexString(parts[1]).CopyTo(image, int.Parse(parts[0], CultureInfo.InvariantCulture));
        }

        return image;
    }

    private static BootImage Of(int version) => new()
    {
        HeaderVersion = version,
        PageSize = version >= 3 ? 4096 : Page,
        System = BootSystem.Of(new(14, 0, 1), new DateOnly(2026, 11, 1)),
        Board = version >= 3 ? "" : "tenure",
        CommandLine = "console=ttyS0",
        Kernel = "kernel"u8.ToArray(),
        Ramdisk = "ramdisk"u8.ToArray(),
        Second = version >= 3 ? default : "second"u8.ToArray(),
        RecoveryOverlays = version is 1 or 2 ? "overlays"u8.ToArray() : default,
        DeviceTree = version == 2 ? "device tree"u8.ToArray() : default,
        Signature = version == 4 ? "signature"u8.ToArray() : default,
        Addresses = version >= 3 ? default : new(0x10008000, 0x11000000, 0x10f00000, 0x10000100, version == 2 ? 0x11f00000UL : 0),
        HeaderSize = version == 4 ? 1584 : 1580,
    };

    private static VendorBootImage VendorOf(int version) => new()
    {
        HeaderVersion = version,
        PageSize = Page,
        Board = "tenure",
        CommandLine = "loop.max_part=7",
        Ramdisk = "first, second"u8.ToArray(),
        DeviceTree = "device tree"u8.ToArray(),
        Ramdisks = version == 4 ? [new(0, 7, 1, "first", new byte[64]), new(7, 6, 3, "second", new byte[64])] : [],
        BootConfig = version == 4 ? "a=b\n"u8.ToArray() : default,
        Addresses = new(0x8000, 0x1000000, 0, 0x100, 0x1f00000),
        HeaderSize = version == 4 ? 2128 : 2112,
    };

    private static byte[] Changed(int version, Action<byte[]> change)
    {
        var bytes = BootImageCodec.Write(Of(version));
        change(bytes);
        return bytes;
    }

    private static (string Key, string Value)[] Good(string name, byte[] image, IReadOnlyList<(string Key, string Value)> said) =>
        [("name", name), .. Bytes(image), ("expect", "accept"), .. said];

    private static (string Key, string Value)[] Bad(string name, byte[] image) => [("name", name), .. Bytes(image), ("expect", nameof(ProtocolErrorCode.BootImageBroken))];

    private static (string Key, string Value)[] Bytes(byte[] image) => [("size", image.Length.ToString(CultureInfo.InvariantCulture)), ("image", Written(image))];

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Avb;
using Tenure.Protocols.BootImages;

namespace Tenure.Device.Phone.Boot;

/// <summary>Builds the images of a system for a virtual phone, small and signed: loaders with footers of their own, boot and vbmeta, and the logical partitions.</summary>
public static class MakerImages
{
    /// <summary>Property of an image: which board it is for.</summary>
    public const string ProductProperty = "tenure.product";

    /// <summary>Property of an image: hardware regions, with commas between them.</summary>
    public const string RegionProperty = "tenure.region";

    /// <summary>Property of an image: the version that people see.</summary>
    public const string VersionProperty = "com.android.build.system.os_version";

    /// <summary>Property of an image: <c>YYYY-MM-DD</c>.</summary>
    public const string PatchProperty = "com.android.build.system.security_patch";

    /// <summary>The logical partitions of a slot, without its suffix.</summary>
    public static IReadOnlyList<string> Logical { get; } = ["system", "vendor"];

    private static readonly byte[] Salt = [.. "tenure"u8];

    /// <summary>The images by partition, without a slot's suffix; the same each time.</summary>
    /// <param name="system">What is built.</param>
    /// <param name="maker">RSA of 2048 or 4096 bits.</param>
    public static IReadOnlyDictionary<string, byte[]> Build(MakerSystem system, RSA maker)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(maker);
        var images = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["xbl"] = Loader("xbl", system, maker),
            ["abl"] = Loader("abl", system, maker),
            ["boot"] = BootImageCodec.Write(new BootImage
            {
                HeaderVersion = 4,
                HeaderSize = 1584,
                System = BootSystem.Of(new(1, 0, 0), system.PatchLevel),
                CommandLine = "console=hvc0",
                Kernel = Content("kernel", system, 64 * 1024),
                Ramdisk = Content("ramdisk", system, 16 * 1024),
            }),
            ["system"] = Content("system", system, 256 * 1024),
            ["vendor"] = Content("vendor", system, 64 * 1024),
        };
        var top = new AvbImage
        {
            RollbackIndex = system.RollbackIndex,
            Release = "tenure",
            Descriptors =
            [
                Property(ProductProperty, system.Product),
                Property(RegionProperty, string.Join(',', system.Regions)),
                Property(VersionProperty, system.Version),
                Property(PatchProperty, system.PatchLevel.ToString("O", CultureInfo.InvariantCulture)),
                AvbPartition.Hash("boot", images["boot"], Salt),
                .. Logical.Select(name => AvbPartition.Hash(name, images[name], Salt)),
            ],
        };
        images["vbmeta"] = AvbCodec.Write(top, maker);
        return images;
    }

    private static byte[] Loader(string name, MakerSystem system, RSA maker)
    {
        var content = Content(name, system, 96 * 1024);
        var vbmeta = AvbCodec.Write(
            new AvbImage { RollbackIndex = system.AntiIndex, Release = "tenure", Descriptors = [Property(ProductProperty, system.Product), AvbPartition.Hash(name, content, Salt)] }, maker);
        return AvbPartition.WithFooter(content, vbmeta, (int)PhoneLayout.Find(name + "_a")!.Size);
    }

    private static AvbPropertyDescriptor Property(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    // Different for each partition and version, the same each time, and nothing that a sparse image leaves out.
    private static byte[] Content(string name, MakerSystem system, int length)
    {
        var content = new byte[length];
        Encoding.UTF8.GetBytes($"Tenure {name} {system.Product} {system.Version}\n").CopyTo(content, 0);
        var block = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{system.Product}\n{system.Version}\n{system.PatchLevel:O}\n{system.RollbackIndex}\n{system.AntiIndex}"));
        for (var at = 4096; at + block.Length <= length; at += block.Length)
        {
            block = SHA256.HashData(block);
            block.CopyTo(content, at);
        }

        return content;
    }
}

using System.Globalization;
using Tenure.Protocols.Super;

namespace Tenure.Protocols.Tests.Vectors;

internal static class SuperVectors
{
    private static readonly SuperGeometry Geometry = new(4096);

    /// <summary>Two partitions in a group, and one that is empty.</summary>
    public static SuperMetadata Sample { get; } = SuperMetadata.Empty(Geometry, 16 << 20, [new("main", 12 << 20)])
        .Create("system", "main", 3 << 20, SuperAttributes.ReadOnly)
        .Create("vendor", "main", 1 << 20, SuperAttributes.ReadOnly)
        .Create("odm", SuperGroup.Default, 0)
        .Resize("system", 4 << 20);

    public static IEnumerable<IReadOnlyList<(string Key, string Value)>> All()
    {
        var file = SuperDisk.WriteEmpty(Geometry, Sample);
        yield return Good("version 10.0", file);
        yield return Good("version 10.2", SuperDisk.WriteEmpty(Geometry, Sample with { MinorVersion = 2, Flags = 1 }));
        yield return Good("no partition", SuperDisk.WriteEmpty(Geometry, SuperMetadata.Empty(Geometry, 16 << 20)));
        yield return Bad("another magic of the geometry", Changed(file, 0));
        yield return Bad("a geometry that does not fit its sum", Changed(file, 41));
        yield return Bad("another magic of the metadata", Changed(file, 4096));
        yield return Bad("another version", Changed(file, 4100));
        yield return Bad("a header that does not fit its sum", Changed(file, 4096 + 84));
        yield return Bad("tables that do not fit their sum", Changed(file, 4096 + 130));
        yield return Bad("cut short", file[..^1]);
        yield return Bad("a geometry alone", file[..4096]);
        yield return Bad("nothing", []);
    }

    /// <summary>The geometry's block is mostly zeros: a file is written as its parts that are not.</summary>
    public static byte[] Filled(byte[] parts, string size)
    {
        var length = int.Parse(size, CultureInfo.InvariantCulture);
        var file = new byte[length];
        parts.AsSpan(0, Math.Min(parts.Length, 52)).CopyTo(file);
        if (parts.Length > 52)
        {
            parts.AsSpan(52).CopyTo(file.AsSpan(4096));
        }

        return file;
    }

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    private static (string Key, string Value)[] Start(string name, byte[] file) =>
    [
        ("name", name),
        ("start", Convert.ToHexStringLower([.. file.Take(52), .. file.Skip(4096)])),
        ("size", file.Length.ToString(CultureInfo.InvariantCulture)),
    ];

    private static List<(string Key, string Value)> Good(string name, byte[] file) =>
        [.. Start(name, file), ("expect", "accept"), ("partitions", string.Join(", ", SuperDisk.ReadEmpty(file).Metadata.Partitions.Select(partition => $"{partition.Name}={partition.Size}")))];

    private static List<(string Key, string Value)> Bad(string name, byte[] file) => [.. Start(name, file), ("expect", $"{ProtocolErrorCode.SuperBroken}")];
}

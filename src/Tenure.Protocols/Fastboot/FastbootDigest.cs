using System.Globalization;

namespace Tenure.Protocols.Fastboot;

/// <summary>A variable by which a bootloader tells the SHA-256 of a part of a partition: <c>sha256:PARTITION:OFFSET:LENGTH</c>, numbers in hexadecimal with 0x. One of this project: other bootloaders do not know it, and say so.</summary>
/// <param name="Partition">As <c>flash</c> names it.</param>
/// <param name="Offset">Of its first byte in the partition.</param>
/// <param name="Length">Bytes, 1 to <see cref="MaxLength"/>.</param>
public sealed record FastbootDigest(string Partition, long Offset, long Length)
{
    /// <summary>How the variable's name begins.</summary>
    public const string Variable = "sha256:";

    /// <summary>Bytes that are asked for at once, at most: a host waits 30 seconds for an answer.</summary>
    public const long MaxLength = 64L << 20;

    /// <summary>Reads the variable's name.</summary>
    /// <returns><c>null</c> when it is none.</returns>
    public static FastbootDigest? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split(':') is ["sha256", { Length: > 0 } partition, var offset, var length]
            && Number(offset) is { } at and >= 0 && Number(length) is { } bytes and > 0 and <= MaxLength && at <= long.MaxValue - bytes
                ? new(partition, at, bytes)
                : null;
    }

    /// <summary>The variable's name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Variable}{Partition}:0x{Offset:x}:0x{Length:x}");

    private static long? Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}

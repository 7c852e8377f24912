using System.Globalization;

namespace Tenure.Protocols.BootImages;

/// <summary>Version and patch level of a system, in one number.</summary>
/// <param name="Value">Bits 31–25, 24–18 and 17–11 the version, 10–4 the year after 2000, 3–0 the month; 0 where nothing is said.</param>
/// <remarks>AOSP <c>mkbootimg/include/bootimg/bootimg.h</c>, <c>os_version</c>.</remarks>
public readonly record struct BootSystem(uint Value)
{
    /// <summary>Puts them together.</summary>
    /// <param name="version">Up to three numbers, each below 128.</param>
    /// <param name="patchLevel">Its day is not kept; <c>null</c> for none.</param>
    public static BootSystem Of(Version version, DateOnly? patchLevel)
    {
        ArgumentNullException.ThrowIfNull(version);
        var (a, b, c) = (version.Major, Math.Max(0, version.Minor), Math.Max(0, version.Build));
        var year = (patchLevel?.Year ?? 2000) - 2000;
        return a < 128 && b < 128 && c < 128 && year is >= 0 and < 128
            ? new((uint)((a << 25) | (b << 18) | (c << 11) | (year << 4) | (patchLevel?.Month ?? 0)))
            : throw new ArgumentOutOfRangeException(nameof(version), version, "Each number is below 128, and the year from 2000 to 2127.");
    }

    /// <summary>The version, of three numbers.</summary>
    public Version Version => new((int)(Value >> 25), (int)(Value >> 18 & 127), (int)(Value >> 11 & 127));

    /// <summary>The patch level as <c>YYYY-MM</c>; <c>null</c> where it says none.</summary>
    public string? PatchLevel => (Value & 15) is var month and >= 1 and <= 12 ? string.Create(CultureInfo.InvariantCulture, $"{2000 + (Value >> 4 & 127):0000}-{month:00}") : null;
}

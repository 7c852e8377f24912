namespace Tenure.Protocols.Super;

/// <summary>Sizes of the format, and what its parts share.</summary>
/// <remarks>AOSP <c>liblp/metadata_format.h</c>: all numbers little-endian.</remarks>
internal static class SuperFormat
{
    public const int SectorSize = 512;
    public const int ReservedSize = 4096;
    public const int GeometrySize = 4096;
    public const int MaxMetadataSize = 1 << 20;
    public const int MaxSlots = 4;
    public const int NameSize = 36;

    public static ProtocolException Broken(string message, string? field = null) => new(ProtocolErrorCode.SuperBroken, message, field);

    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameSize && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>Where the metadata of a slot lies.</summary>
    public static long MetadataOffset(SuperGeometry geometry, int slot, bool backup) =>
        ReservedSize + (2 * GeometrySize) + ((long)geometry.MaxMetadataSize * (slot + (backup ? geometry.SlotCount : 0)));

    /// <summary>Bytes at the start that hold no logical partition.</summary>
    public static long HeadSize(SuperGeometry geometry) => MetadataOffset(geometry, geometry.SlotCount, backup: true);
}

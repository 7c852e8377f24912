namespace Tenure.Protocols;

/// <summary>CRC-32 as in ISO 3309 and zlib: polynomial 0x04C11DB7 reflected. Finds accidents, not attackers.</summary>
/// <remarks>UEFI 2.10 §5.3.2 names it for partition tables. The text 123456789 gives cbf43926.</remarks>
public static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint TableEntry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xedb88320;
        }

        return value;
    }
}

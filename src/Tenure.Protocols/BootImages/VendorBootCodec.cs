using System.Buffers.Binary;

namespace Tenure.Protocols.BootImages;

/// <summary>vendor_boot images as bytes.</summary>
/// <remarks>AOSP <c>mkbootimg/include/bootimg/bootimg.h</c>: little-endian; header, ramdisks, device tree, and in version 4 the table of ramdisks and the boot configuration, each from a whole page on.</remarks>
public static class VendorBootCodec
{
    private const int LineOffset = 28;
    private const int LineSize = 2048;
    private const int BoardOffset = 2080;
    private const int Size3 = 2112;
    private const int Size3OfOldTools = 2108;
    private const int Size4 = 2128;
    private const int EntrySize = 108;
    private const int NameSize = 32;
    private const int BoardIdSize = 64;
    private const int MaxRamdisks = 256;

    private static ReadOnlySpan<byte> Magic => "VNDRBOOT"u8;

    /// <summary>True when <paramref name="start"/> is that of a vendor_boot image.</summary>
    public static bool IsVendorBoot(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads an image. Its parts are not copied.</summary>
    /// <param name="image">From its start; what comes after it is not looked at.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.BootImageBroken"/>.</exception>
    public static VendorBootImage Read(ReadOnlyMemory<byte> image)
    {
        var bytes = image.Span;
        if (bytes.Length < Size3 || !IsVendorBoot(bytes))
        {
            throw BootFormat.Broken("Not a vendor_boot image.", "magic");
        }

        var (version, page, headerSize) = (Number(bytes, 8), Number(bytes, 12), Number(bytes, 2096));
        if (version is not (3 or 4) || (version == 3 ? headerSize is not (Size3 or Size3OfOldTools) : headerSize != Size4 || bytes.Length < Size4))
        {
            throw BootFormat.Broken("An unknown version, or a header of another size than its version's.", "header version");
        }

        if (!BootFormat.IsPage(page))
        {
            throw BootFormat.Broken("Pages have 2048 to 65536 bytes.", "page size");
        }

        var parts = new BootParts(image, page, (int)headerSize);
        var ramdisk = parts.Next(Number(bytes, 24), "ramdisk");
        var tree = parts.Next(Number(bytes, 2100), "dtb");
        var table = version == 4 ? parts.Next(Number(bytes, 2112), "ramdisk table") : default;
        return new()
        {
            HeaderVersion = (int)version,
            HeaderSize = (int)headerSize,
            PageSize = (int)page,
            CommandLine = BootFormat.ReadText(bytes.Slice(LineOffset, LineSize), "command line"),
            Board = BootFormat.ReadText(bytes.Slice(BoardOffset, BootFormat.BoardSize), "board"),
            Addresses = new(Number(bytes, 16), Number(bytes, 20), 0, Number(bytes, 2076), BinaryPrimitives.ReadUInt64LittleEndian(bytes[2104..])),
            Ramdisk = ramdisk,
            DeviceTree = tree,
            Ramdisks = version == 4 ? ReadTable(table, Number(bytes, 2116), Number(bytes, 2120), ramdisk.Length) : [],
            BootConfig = version == 4 ? parts.Next(Number(bytes, 2124), "bootconfig") : default,
        };
    }

    /// <summary>Makes an image.</summary>
    /// <exception cref="ArgumentException">Something that its version does not have, or too long a text.</exception>
    public static byte[] Write(VendorBootImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.HeaderVersion is not (3 or 4) || !BootFormat.IsPage((uint)image.PageSize) || image.Ramdisks.Count > MaxRamdisks
            || (image.HeaderVersion == 3 && (image.Ramdisks.Count != 0 || !image.BootConfig.IsEmpty)))
        {
            throw new ArgumentException("Versions are 3 and 4; ramdisks and boot configuration come with version 4; pages have 2048 to 65536 bytes.", nameof(image));
        }

        var header = new byte[image.HeaderVersion == 4 ? Size4 : Size3];
        Magic.CopyTo(header);
        void Put(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
        Put(8, (uint)image.HeaderVersion);
        Put(12, (uint)image.PageSize);
        Put(16, image.Addresses.Kernel);
        Put(20, image.Addresses.Ramdisk);
        Put(24, (uint)image.Ramdisk.Length);
        BootFormat.Text(image.CommandLine, LineSize).CopyTo(header.AsSpan(LineOffset));
        Put(2076, image.Addresses.Tags);
        BootFormat.Text(image.Board, BootFormat.BoardSize).CopyTo(header.AsSpan(BoardOffset));
        Put(2096, image.HeaderVersion == 4 ? Size4 : image.HeaderSize == Size3OfOldTools ? Size3OfOldTools : (uint)Size3);
        Put(2100, (uint)image.DeviceTree.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(2104), image.Addresses.DeviceTree);
        if (image.HeaderVersion == 3)
        {
            return BootFormat.Assemble(header, image.PageSize, image.Ramdisk, image.DeviceTree);
        }

        byte[] table = [.. image.Ramdisks.SelectMany(Entry)];
        Put(2112, (uint)table.Length);
        Put(2116, (uint)image.Ramdisks.Count);
        Put(2120, EntrySize);
        Put(2124, (uint)image.BootConfig.Length);
        return BootFormat.Assemble(header, image.PageSize, image.Ramdisk, image.DeviceTree, table, image.BootConfig);
    }

    private static List<VendorRamdisk> ReadTable(ReadOnlyMemory<byte> table, uint count, uint size, int ramdisk)
    {
        if (count > MaxRamdisks || size != EntrySize || count * size != table.Length)
        {
            throw BootFormat.Broken("The table of ramdisks is of another size than its entries.", "ramdisk table");
        }

        var ramdisks = new List<VendorRamdisk>((int)count);
        for (var at = 0; at < table.Length; at += EntrySize)
        {
            var entry = table.Slice(at, EntrySize);
            var (length, offset) = (Number(entry.Span, 0), Number(entry.Span, 4));
            if ((ulong)offset + length > (ulong)ramdisk)
            {
                throw BootFormat.Broken("A ramdisk lies outside.", "ramdisk table");
            }

            ramdisks.Add(new(offset, length, Number(entry.Span, 8), BootFormat.ReadText(entry.Span.Slice(12, NameSize), "ramdisk table"), entry.Slice(44, BoardIdSize)));
        }

        return ramdisks;
    }

    private static byte[] Entry(VendorRamdisk ramdisk)
    {
        if (ramdisk.BoardId.Length is not (0 or BoardIdSize))
        {
            throw new ArgumentException("A board id has 64 bytes.", nameof(ramdisk));
        }

        var entry = new byte[EntrySize];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, ramdisk.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), ramdisk.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), ramdisk.Kind);
        BootFormat.Text(ramdisk.Name, NameSize).CopyTo(entry.AsSpan(12));
        ramdisk.BoardId.Span.CopyTo(entry.AsSpan(44));
        return entry;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

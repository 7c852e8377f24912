using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tenure.Protocols.BootImages;

/// <summary>Boot images as bytes.</summary>
/// <remarks>AOSP <c>mkbootimg/include/bootimg/bootimg.h</c>: little-endian; the header fills the first page, each part begins at the next whole one.</remarks>
public static class BootImageCodec
{
    private const int VersionOffset = 40;
    private const int NameOffset = 48;
    private const int LineOffset = 64;
    private const int LineSize = 512;
    private const int IdOffset = 576;
    private const int IdSize = 32;
    private const int ExtraOffset = 608;
    private const int ExtraSize = 1024;
    private const int Size0 = 1632;
    private const int Size1 = 1648;
    private const int Size2 = 1660;
    private const int LineOffset3 = 44;
    private const int LineSize3 = 1536;
    private const int Size3 = 1580;
    private const int Size3OfOldTools = 1596;
    private const int Size4 = 1584;

    private static ReadOnlySpan<byte> Magic => "ANDROID!"u8;

    /// <summary>True when <paramref name="start"/> is that of a boot image.</summary>
    public static bool IsBootImage(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads an image. Its parts are not copied, and its id is not compared.</summary>
    /// <param name="image">From its start; what comes after it is not looked at.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.BootImageBroken"/>.</exception>
    public static BootImage Read(ReadOnlyMemory<byte> image)
    {
        var bytes = image.Span;
        if (bytes.Length < Size3 || !IsBootImage(bytes))
        {
            throw BootFormat.Broken("Not a boot image.", "magic");
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionOffset..]) switch
        {
            <= 2 and var version => ReadOld(image, (int)version),
            3 => ReadNew(image, 3),
            4 => ReadNew(image, 4),

            // Version 0 had other uses of this field in images of some makers; they are not read.
            _ => throw BootFormat.Broken("An unknown version.", "header version"),
        };
    }

    /// <summary>Makes an image.</summary>
    /// <exception cref="ArgumentException">Something that its version does not have, or too long a text.</exception>
    public static byte[] Write(BootImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Fault(image) is { } fault)
        {
            throw new ArgumentException(fault, nameof(image));
        }

        return image.HeaderVersion >= 3 ? WriteNew(image) : WriteOld(image);
    }

    private static string? Fault(BootImage image) => image switch
    {
        { HeaderVersion: < 0 or > 4 } => "Versions are 0 to 4.",
        { HeaderVersion: >= 3, PageSize: not BootFormat.FixedPage } => "Pages have 4096 bytes from version 3 on.",
        _ when !BootFormat.IsPage((uint)image.PageSize) => "Pages have 2048 to 65536 bytes.",
        { HeaderVersion: >= 3 } when !image.Second.IsEmpty || !image.RecoveryOverlays.IsEmpty || !image.DeviceTree.IsEmpty || image.Board.Length != 0 => "Version 3 has kernel and ramdisk only.",
        { HeaderVersion: < 4, Signature.IsEmpty: false } => "A signature comes with version 4.",
        { HeaderVersion: 0, RecoveryOverlays.IsEmpty: false } => "Overlays come with version 1.",
        { HeaderVersion: < 2, DeviceTree.IsEmpty: false } => "A device tree comes with version 2.",
        { Id.Length: not (0 or IdSize) } => "An id has 32 bytes.",
        _ => null,
    };

    private static BootImage ReadOld(ReadOnlyMemory<byte> image, int version)
    {
        var bytes = image.Span;
        var headerSize = version switch { 0 => Size0, 1 => Size1, _ => Size2 };
        var page = Number(bytes, 36);
        if (!BootFormat.IsPage(page) || bytes.Length < headerSize)
        {
            throw BootFormat.Broken("Pages have 2048 to 65536 bytes, and the header fits into one.", "page size");
        }

        if (version > 0 && Number(bytes, 1644) != headerSize)
        {
            throw BootFormat.Broken("The header is of another size than its version's.", "header size");
        }

        var parts = new BootParts(image, page, headerSize);
        var kernel = parts.Next(Number(bytes, 8), "kernel");
        var ramdisk = parts.Next(Number(bytes, 16), "ramdisk");
        var second = parts.Next(Number(bytes, 24), "second");
        var overlaysAt = parts.Position;
        var overlays = version > 0 ? parts.Next(Number(bytes, 1632), "recovery dtbo") : default;
        if (!overlays.IsEmpty && BinaryPrimitives.ReadUInt64LittleEndian(bytes[1636..]) != (ulong)overlaysAt)
        {
            throw BootFormat.Broken("The overlays lie elsewhere.", "recovery dtbo");
        }

        return new()
        {
            HeaderVersion = version,
            PageSize = (int)page,
            System = new(Number(bytes, 44)),
            Board = BootFormat.ReadText(bytes.Slice(NameOffset, BootFormat.BoardSize), "board"),
            CommandLine = ReadLine(bytes),
            Kernel = kernel,
            Ramdisk = ramdisk,
            Second = second,
            RecoveryOverlays = overlays,
            DeviceTree = version > 1 ? parts.Next(Number(bytes, 1648), "dtb") : default,
            Addresses = new(Number(bytes, 12), Number(bytes, 20), Number(bytes, 28), Number(bytes, 32), version > 1 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[1652..]) : 0),
            Id = image.Slice(IdOffset, IdSize),
        };
    }

    // The second field goes on where the first is full; a text that ends before does not go on.
    private static string ReadLine(ReadOnlySpan<byte> bytes)
    {
        Span<byte> line = stackalloc byte[LineSize + ExtraSize];
        bytes.Slice(LineOffset, LineSize).CopyTo(line);
        bytes.Slice(ExtraOffset, ExtraSize).CopyTo(line[LineSize..]);
        return BootFormat.ReadText(line, "command line");
    }

    private static BootImage ReadNew(ReadOnlyMemory<byte> image, int version)
    {
        var bytes = image.Span;
        var size = Number(bytes, 20);
        if (version == 3 ? size is not (Size3 or Size3OfOldTools) : size != Size4 || bytes.Length < Size4)
        {
            throw BootFormat.Broken("The header is of another size than its version's.", "header size");
        }

        var parts = new BootParts(image, BootFormat.FixedPage, (int)size);
        return new()
        {
            HeaderVersion = version,
            HeaderSize = (int)size,
            System = new(Number(bytes, 16)),
            CommandLine = BootFormat.ReadText(bytes.Slice(LineOffset3, LineSize3), "command line"),
            Kernel = parts.Next(Number(bytes, 8), "kernel"),
            Ramdisk = parts.Next(Number(bytes, 12), "ramdisk"),
            Signature = version == 4 ? parts.Next(Number(bytes, Size3), "signature") : default,
        };
    }

    private static byte[] WriteOld(BootImage image)
    {
        var header = new byte[image.HeaderVersion switch { 0 => Size0, 1 => Size1, _ => Size2 }];
        Magic.CopyTo(header);
        uint[] numbers =
        [
            (uint)image.Kernel.Length, image.Addresses.Kernel, (uint)image.Ramdisk.Length, image.Addresses.Ramdisk, (uint)image.Second.Length, image.Addresses.Second,
            image.Addresses.Tags, (uint)image.PageSize, (uint)image.HeaderVersion, image.System.Value,
        ];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8 + (4 * i)), numbers[i]);
        }

        BootFormat.Text(image.Board, BootFormat.BoardSize).CopyTo(header.AsSpan(NameOffset));
        var line = BootFormat.Text(image.CommandLine, LineSize + ExtraSize);
        line.AsSpan(0, Math.Min(line.Length, LineSize)).CopyTo(header.AsSpan(LineOffset));
        line.AsSpan(Math.Min(line.Length, LineSize)).CopyTo(header.AsSpan(ExtraOffset));
        (image.Id.IsEmpty ? IdOf(image) : image.Id).Span.CopyTo(header.AsSpan(IdOffset));
        if (image.HeaderVersion > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(1632), (uint)image.RecoveryOverlays.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(1636), image.RecoveryOverlays.IsEmpty ? 0 : (ulong)OverlaysAt(image));
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1644), header.Length);
        }

        if (image.HeaderVersion > 1)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(1648), (uint)image.DeviceTree.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(1652), image.Addresses.DeviceTree);
        }

        return BootFormat.Assemble(header, image.PageSize, image.Kernel, image.Ramdisk, image.Second, image.RecoveryOverlays, image.DeviceTree);
    }

    private static byte[] WriteNew(BootImage image)
    {
        var header = new byte[image.HeaderVersion == 4 ? Size4 : Size3];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)image.Kernel.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), (uint)image.Ramdisk.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), image.System.Value);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), image.HeaderVersion == 4 ? Size4 : image.HeaderSize == Size3OfOldTools ? Size3OfOldTools : Size3);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(VersionOffset), image.HeaderVersion);
        BootFormat.Text(image.CommandLine, LineSize3).CopyTo(header.AsSpan(LineOffset3));
        if (image.HeaderVersion == 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(Size3), (uint)image.Signature.Length);
        }

        return BootFormat.Assemble(header, BootFormat.FixedPage, image.Kernel, image.Ramdisk, image.Signature);
    }

    private static long OverlaysAt(BootImage image)
    {
        long Pages(int bytes) => (bytes + image.PageSize - 1) / image.PageSize;
        return image.PageSize * (1 + Pages(image.Kernel.Length) + Pages(image.Ramdisk.Length) + Pages(image.Second.Length));
    }

#pragma warning disable CA5350 // Not for safety: it is how images are told apart, and mkbootimg makes it so.
    private static ReadOnlyMemory<byte> IdOf(BootImage image)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in new[] { image.Kernel, image.Ramdisk, image.Second, image.RecoveryOverlays, image.DeviceTree }.Take(3 + image.HeaderVersion))
        {
            sha.AppendData(part.Span);
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            sha.AppendData(length);
        }

        var id = new byte[IdSize];
        sha.GetHashAndReset().CopyTo(id, 0);
        return id;
    }
#pragma warning restore CA5350

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Tenure.Server.Tests.Accounts;

/// <summary>Pictures as people have them, and as nobody has them.</summary>
internal static class SamplePictures
{
    /// <summary>Red, green, blue and white, from the upper left to the lower right.</summary>
    public static byte[] Quadrants(SKEncodedImageFormat format, int width = 300, int height = 300)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        SKColor[] colours = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];
        for (var i = 0; i < colours.Length; i++)
        {
            using var paint = new SKPaint { Color = colours[i] };
            canvas.DrawRect(SKRect.Create(i % 2 * width / 2f, i / 2 * height / 2f, width / 2f, height / 2f), paint);
        }

        using var encoded = bitmap.Encode(format, 95);
        return encoded.ToArray();
    }

    /// <summary>Which of the four colours the middle of each quarter of a picture has, as letters.</summary>
    public static string Seen(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        var (near, far) = (bitmap.Width / 4, bitmap.Width * 3 / 4);
        return string.Concat(new[] { (near, near), (far, near), (near, far), (far, far) }.Select(at => Letter(bitmap.GetPixel(at.Item1, at.Item2))));
    }

    /// <summary>A JPEG with a segment put in right after its start.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> content)
    {
        var head = new byte[4] { 0xFF, marker, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(content.Length + 2));
        return [.. jpeg[..2], .. head, .. content, .. jpeg[2..]];
    }

    /// <summary>Exif with an orientation, a camera's name and a place (Exif 2.32 §4.6).</summary>
    public static byte[] Exif(byte orientation) =>
    [
        .. "Exif\0\0MM\0*\0\0\0\b"u8, 0, 3,
        0x01, 0x0F, 0, 2, 0, 0, 0, 10, 0, 0, 0, 0x32,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
        0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x3C, 0, 0, 0, 0,
        .. "SECRETCAM\0"u8, 0, 1, 0, 1, 0, 2, 0, 0, 0, 2, (byte)'N', 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>A PNG of one colour, however large, in a few kilobytes for each million pixels.</summary>
    public static byte[] PlainPng(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + (width * 3)];
            for (var y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        return Png(width, height, packed.ToArray());
    }

    /// <summary>A PNG that says to be of a size, around any data.</summary>
    public static byte[] Png(int width, int height, byte[] packed)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A GIF of so many frames, each of one pixel; the first is drawn over white.</summary>
    public static byte[] Gif(int frames)
    {
        using var gif = new MemoryStream();
        gif.Write([.. "GIF89a"u8, 100, 0, 100, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255]);
        for (var i = 0; i < frames; i++)
        {
            gif.Write([0x21, 0xF9, 4, 4, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
        }

        gif.WriteByte(0x3B);
        return gif.ToArray();
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] inner = [.. type, .. content];
        byte[] length = new byte[4], check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Tenure.Protocols.Crc32.Of(inner));
        return [.. length, .. inner, .. check];
    }

    private static char Letter(SKColor colour) => (colour.Red > 128, colour.Green > 128, colour.Blue > 128) switch
    {
        (true, false, false) => 'R',
        (false, true, false) => 'G',
        (false, false, true) => 'B',
        (true, true, true) => 'W',
        _ => '?',
    };
}

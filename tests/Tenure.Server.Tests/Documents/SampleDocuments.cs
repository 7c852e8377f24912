using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using SkiaSharp;
using Tenure.Testing;

namespace Tenure.Server.Tests.Documents;

/// <summary>Documents as people have them, and as nobody has them.</summary>
internal static class SampleDocuments
{
    /// <summary>A picture with something on it, that another seed makes quite different.</summary>
    public static byte[] Receipt(int seed, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, int width = 600, int height = 800, int quality = 90)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (var i = 0; i < 256; i++)
        {
            // A number that looks drawn, and is the same each time.
            var shade = (byte)((((i + 1) * 2654435761u * (uint)(seed + 7)) >> 11) % 230);
            using var paint = new SKPaint { Color = new SKColor(shade, shade, shade) };
            canvas.DrawRect(SKRect.Create(i % 16 * width / 16f, i / 16 * height / 16f, width / 16f, height / 16f), paint);
        }

        using var encoded = bitmap.Encode(format, quality);
        return encoded.ToArray();
    }

    /// <summary>A PNG that no packing makes smaller.</summary>
    public static byte[] Noise(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        System.Security.Cryptography.RandomNumberGenerator.Fill(bitmap.GetPixelSpan());
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }

    /// <summary>A PDF of some pages, each with a grey box of its own.</summary>
    public static byte[] Pdf(int pages, string box = "0 0 300 400")
    {
        var objects = new List<string> { "<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(0, pages).Select(i => $"{3 + (2 * i)} 0 R"))}]>>" };
        for (var i = 0; i < pages; i++)
        {
            var drawing = string.Create(CultureInfo.InvariantCulture, $"0.{i + 2} g 20 20 200 200 re f");
            objects.Add($"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {4 + (2 * i)} 0 R>>");
            objects.Add($"<</Length {drawing.Length}>>stream\n{drawing}\nendstream");
        }

        return Whole(objects.Select(Encoding.Latin1.GetBytes));
    }

    /// <summary>A PDF whose page is a few kilobytes that unpack to so many megabytes of drawing.</summary>
    public static byte[] PdfBomb(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var line = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("0 0 m 300 400 l S\n", 1024 * 1024 / 18)));
            for (var i = 0; i < megabytes; i++)
            {
                zlib.Write(line);
            }
        }

        return Whole(
        [
            "<</Type/Catalog/Pages 2 0 R>>"u8.ToArray(), "<</Type/Pages/Count 1/Kids[3 0 R]>>"u8.ToArray(), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>"u8.ToArray(),
            [.. Encoding.Latin1.GetBytes($"<</Length {packed.Length}/Filter/FlateDecode>>stream\n"), .. packed.ToArray(), .. "\nendstream"u8],
        ]);
    }

    /// <summary>A HEIC that the real encoder made.</summary>
    public static async Task<byte[]> HeicAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("tenure-heic");
        try
        {
            var (png, heic) = (Path.Combine(folder.FullName, "a.png"), Path.Combine(folder.FullName, "a.heic"));
            await File.WriteAllBytesAsync(png, Receipt(3, SKEncodedImageFormat.Png), ct);
            var made = await Tool.Heif("heif-enc").RunAsync([png, "-o", heic], ct);
            Assert.True(made.ExitCode == 0, made.Text);
            return await File.ReadAllBytesAsync(heic, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same picture, whose head says that it is as wide and high as that: each <c>ispe</c> box (ISO/IEC 23008-12 §6.5.3) of a HEIC.</summary>
    public static byte[] HeicOf(byte[] heic, uint side)
    {
        byte[] huge = [.. heic];
        var boxes = 0;
        for (var at = huge.AsSpan().IndexOf("ispe"u8); at >= 0; boxes++)
        {
            // Version and flags come first.
            BinaryPrimitives.WriteUInt32BigEndian(huge.AsSpan(at + 8), side);
            BinaryPrimitives.WriteUInt32BigEndian(huge.AsSpan(at + 12), side);
            var next = huge.AsSpan(at + 4).IndexOf("ispe"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        Assert.True(boxes > 0);
        return huge;
    }

    /// <summary>The same picture, whose frame header (ITU-T T.81 §B.2.2) says that it is as wide and high as that.</summary>
    public static byte[] JpegOf(byte[] jpeg, ushort side)
    {
        byte[] huge = [.. jpeg];
        var at = Math.Max(huge.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]), huge.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]));
        Assert.True(at > 0);
        // Marker, length, precision.
        BinaryPrimitives.WriteUInt16BigEndian(huge.AsSpan(at + 5), side);
        BinaryPrimitives.WriteUInt16BigEndian(huge.AsSpan(at + 7), side);
        return huge;
    }

    /// <summary>A zip of a hundred megabytes of nothing.</summary>
    public static byte[] ZipBomb()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("../../etc/passwd").Open();
            var nothing = new byte[1024 * 1024];
            for (var i = 0; i < 100; i++)
            {
                entry.Write(nothing);
            }
        }

        return zip.ToArray();
    }

    private static byte[] Whole(IEnumerable<byte[]> objects)
    {
        using var pdf = new MemoryStream();
        var places = new List<long>();
        pdf.Write("%PDF-1.4\n"u8);
        foreach (var content in objects)
        {
            places.Add(pdf.Position);
            pdf.Write(Encoding.Latin1.GetBytes($"{places.Count} 0 obj\n"));
            pdf.Write(content);
            pdf.Write("\nendobj\n"u8);
        }

        var table = pdf.Position;
        pdf.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n")));
        foreach (var place in places)
        {
            pdf.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n")));
        }

        pdf.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"trailer<</Size {places.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n")));
        return pdf.ToArray();
    }
}

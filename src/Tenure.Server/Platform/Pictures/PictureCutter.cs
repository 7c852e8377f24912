using SkiaSharp;
using Tenure.Domain.Accounts;
using Tenure.Domain.Documents;

namespace Tenure.Server.Platform.Pictures;

/// <summary>Decodes a picture and encodes its middle, or all of it, again, as JPEG in sRGB without anything but pixels. Runs in the <see cref="PictureProgram"/> alone.</summary>
internal static class PictureCutter
{
    private const int Quality = 85;

    // What is see-through shows white, as on paper.
    private static readonly SKColor Paper = SKColors.White;

    /// <summary>One square picture for each of <see cref="PictureRules.Sizes"/>, smallest first.</summary>
    public static PictureVerdict Cut(ReadOnlySpan<byte> content, out IReadOnlyList<byte[]> pictures)
    {
        IReadOnlyList<byte[]> made = [];
        var verdict = Decode(content, 2 * PictureRules.Sizes[^1], shortest: true, (image, origin) => made = [.. PictureRules.Sizes.Select(size => Square(image, origin, size))]);
        pictures = made;
        return verdict;
    }

    /// <summary>The whole picture, upright, its longer side at most <see cref="DocumentRules.LongestSide"/>; and how light it is in 17 × 16 places.</summary>
    public static PictureVerdict Redraw(ReadOnlySpan<byte> content, out byte[] picture, out byte[] places)
    {
        byte[] page = [], light = [];
        var verdict = Decode(content, DocumentRules.LongestSide, shortest: false, (image, origin) =>
        {
            var upright = IsOnItsSide(origin) ? new SKSizeI(image.Height, image.Width) : new SKSizeI(image.Width, image.Height);
            var scale = Math.Min(1f, (float)DocumentRules.LongestSide / Math.Max(upright.Width, upright.Height));
            var size = new SKSizeI(Math.Max(1, (int)(upright.Width * scale)), Math.Max(1, (int)(upright.Height * scale)));
            var everything = SKRect.Create(image.Width, image.Height);
            page = Encode(image, origin, everything, size);
            light = Light(image, origin, everything);
        });
        (picture, places) = (page, light);
        return verdict;
    }

    private static PictureVerdict Decode(ReadOnlySpan<byte> content, int side, bool shortest, Action<SKImage, SKEncodedOrigin> draw)
    {
        if (!PictureRules.IsPicture(content))
        {
            return PictureVerdict.Unreadable;
        }

        using var bytes = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(bytes);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif })
        {
            return PictureVerdict.Unreadable;
        }

        if ((long)codec.Info.Width * codec.Info.Height > PictureRules.MostPixels)
        {
            return PictureVerdict.TooManyPixels;
        }

        using var colours = SKColorSpace.CreateSrgb();
        using var whole = new SKBitmap();
        var reference = shortest ? Math.Min(codec.Info.Width, codec.Info.Height) : Math.Max(codec.Info.Width, codec.Info.Height);
        if (!whole.TryAllocPixels(new SKImageInfo(0, 0, SKColorType.Rgba8888, SKAlphaType.Premul, colours).WithSize(SizeToDecode(codec, reference, side))))
        {
            return PictureVerdict.TooCostly;
        }

        // The first frame of what moves. What ends in the middle is damaged: half a picture is not what the person sent.
        if (codec.GetPixels(whole.Info, whole.GetPixels()) != SKCodecResult.Success)
        {
            return PictureVerdict.Unreadable;
        }

        whole.SetImmutable();
        using var image = SKImage.FromBitmap(whole);
        draw(image, codec.EncodedOrigin);
        return PictureVerdict.Done;
    }

    // JPEG and WebP can leave out detail that no picture of ours shows.
    private static SKSizeI SizeToDecode(SKCodec codec, int reference, int side) =>
        reference <= side ? codec.Info.Size : codec.GetScaledDimensions(Math.Min(1f, (float)side / reference));

    private static byte[] Square(SKImage image, SKEncodedOrigin origin, int size)
    {
        var side = Math.Min(image.Width, image.Height);
        return Encode(image, origin, SKRect.Create((image.Width - side) / 2f, (image.Height - side) / 2f, side, side), new SKSizeI(size, size));
    }

    private static byte[] Encode(SKImage image, SKEncodedOrigin origin, SKRect part, SKSizeI size)
    {
        using var surface = Draw(image, origin, part, size);

        // Without a colour space nothing but pixels is written: sRGB is what a picture without a profile means.
        using var pixels = surface.PeekPixels();
        using var plain = new SKPixmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels.GetPixels(), pixels.RowBytes);
        using var encoded = plain.Encode(new SKJpegEncoderOptions(Quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))
            ?? throw new InvalidOperationException("The picture cannot be encoded.");
        return encoded.ToArray();
    }

    private static byte[] Light(SKImage image, SKEncodedOrigin origin, SKRect part)
    {
        using var surface = Draw(image, origin, part, new SKSizeI(PictureLook.Columns, PictureLook.Rows));
        using var pixels = surface.PeekPixels();
        var rgba = pixels.GetPixelSpan<byte>();
        var light = new byte[PictureLook.Columns * PictureLook.Rows];
        for (var i = 0; i < light.Length; i++)
        {
            var at = (i / PictureLook.Columns * pixels.RowBytes) + (i % PictureLook.Columns * 4);
            // ITU-R BT.601.
            light[i] = (byte)(((299 * rgba[at]) + (587 * rgba[at + 1]) + (114 * rgba[at + 2])) / 1000);
        }

        return light;
    }

    private static SKSurface Draw(SKImage image, SKEncodedOrigin origin, SKRect part, SKSizeI size)
    {
        var surface = SKSurface.Create(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, image.ColorSpace))
            ?? throw new InvalidOperationException("There is no memory for the picture.");
        var canvas = surface.Canvas;
        canvas.Clear(Paper);
        canvas.Concat(Upright(origin, size));
        var lying = IsOnItsSide(origin) ? SKRect.Create(size.Height, size.Width) : SKRect.Create(size.Width, size.Height);
        canvas.DrawImage(image, part, lying, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        return surface;
    }

    private static bool IsOnItsSide(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Turns a picture as its camera was held (Exif 2.32, tag 0x0112), onto a surface of that size.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, SKSizeI size) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, size.Width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, size.Width, 0, -1, size.Height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, size.Height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, size.Width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, size.Width, -1, 0, size.Height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, size.Height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}

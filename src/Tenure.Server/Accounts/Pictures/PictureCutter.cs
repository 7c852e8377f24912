using SkiaSharp;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>Decodes a picture and encodes its middle again, as JPEG in sRGB without anything but pixels. Runs in the <see cref="PictureProgram"/> alone.</summary>
internal static class PictureCutter
{
    private const int Quality = 85;

    // What is see-through shows white, as on paper.
    private static readonly SKColor Paper = SKColors.White;

    /// <summary>One square picture for each of <see cref="PictureRules.Sizes"/>, smallest first.</summary>
    public static PictureVerdict Cut(ReadOnlySpan<byte> content, out IReadOnlyList<byte[]> pictures)
    {
        pictures = [];
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
        if (!whole.TryAllocPixels(new SKImageInfo(0, 0, SKColorType.Rgba8888, SKAlphaType.Premul, colours).WithSize(SizeToDecode(codec))))
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
        pictures = [.. PictureRules.Sizes.Select(size => Encode(image, codec.EncodedOrigin, size))];
        return PictureVerdict.Done;
    }

    // JPEG and WebP can leave out detail that no picture of ours shows.
    private static SKSizeI SizeToDecode(SKCodec codec)
    {
        var shortest = Math.Min(codec.Info.Width, codec.Info.Height);
        return shortest <= PictureRules.Sizes[^1] ? codec.Info.Size : codec.GetScaledDimensions(Math.Min(1f, 2f * PictureRules.Sizes[^1] / shortest));
    }

    private static byte[] Encode(SKImage image, SKEncodedOrigin origin, int size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque, image.ColorSpace));
        var canvas = surface.Canvas;
        canvas.Clear(Paper);
        canvas.Concat(Upright(origin, size));
        var side = Math.Min(image.Width, image.Height);
        var middle = SKRect.Create((image.Width - side) / 2f, (image.Height - side) / 2f, side, side);
        canvas.DrawImage(image, middle, SKRect.Create(size, size), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();

        // Without a colour space nothing but pixels is written: sRGB is what a picture without a profile means.
        using var pixels = surface.PeekPixels();
        using var plain = new SKPixmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels.GetPixels(), pixels.RowBytes);
        using var encoded = plain.Encode(new SKJpegEncoderOptions(Quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))
            ?? throw new InvalidOperationException("The picture cannot be encoded.");
        return encoded.ToArray();
    }

    /// <summary>Turns a square picture as its camera was held (Exif 2.32, tag 0x0112).</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float size) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, size, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, size, 0, -1, size, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, size, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, size, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, size, -1, 0, size, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, size, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}

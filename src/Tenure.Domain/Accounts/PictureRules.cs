namespace Tenure.Domain.Accounts;

/// <summary>What a person's picture may be, and what is made of it.</summary>
public static class PictureRules
{
    /// <summary>Most bytes of what is sent: 10 MiB.</summary>
    public const int LargestUpload = 10 * Megabyte;

    /// <summary>Most pixels of what is sent: 50 million, in four bytes each 200 MB.</summary>
    public const long MostPixels = 50 * Megapixel;

    /// <summary>What people call a megabyte: 2^20 bytes.</summary>
    public const int Megabyte = 1024 * 1024;

    /// <summary>A million pixels.</summary>
    public const long Megapixel = 1_000_000;

    /// <summary>Most bytes of one picture that is kept.</summary>
    public const int LargestKept = 512 * 1024;

    /// <summary>The sides in pixels of the square pictures that are kept, smallest first.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [64, 192, 512];

    /// <summary>Whether the first bytes are those of JPEG, PNG, WebP or GIF. Names and content types say nothing.</summary>
    /// <remarks>ITU-T T.81 B.1.1.3; PNG (W3C) §5.2; RFC 9649 §2.4; GIF89a §17.</remarks>
    public static bool IsPicture(ReadOnlySpan<byte> content) =>
        content.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || content.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8)
        || (content.StartsWith("RIFF"u8) && content.Length >= 12 && content[8..12].SequenceEqual("WEBP"u8));
}

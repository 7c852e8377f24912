namespace Tenure.Domain.Documents;

/// <summary>What a document may be, and how long it is kept.</summary>
public static class DocumentRules
{
    /// <summary>Most bytes of one: 10 MiB.</summary>
    public const int LargestUpload = 10 * Megabyte;

    /// <summary>What people call a megabyte: 2^20 bytes.</summary>
    public const int Megabyte = 1024 * 1024;

    /// <summary>Most of them that are handed in at once; what was refused does not count.</summary>
    public const int MostInFolder = 8;

    /// <summary>Most pages of one that are shown.</summary>
    public const int MostPages = 4;

    /// <summary>Most bytes of one page that is kept.</summary>
    public const int LargestPage = 4 * Megabyte;

    /// <summary>MiB that one case may send in a day beside what its network sent, until that sent four times its part.</summary>
    public const int MiBAlways = 20;

    /// <summary>The longer side of a page in pixels, at most.</summary>
    public const int LongestSide = 2048;

    /// <summary>Bytes by which every type can be told.</summary>
    public const int HeadLength = 16;

    /// <summary>How long an upload waits for its next byte.</summary>
    public static readonly TimeSpan UploadTime = TimeSpan.FromHours(24);

    /// <summary>How long an upload may take in all, however steadily it goes on.</summary>
    public static readonly TimeSpan LongestUploadTime = TimeSpan.FromDays(3);

    /// <summary>How long documents stay after a refusal.</summary>
    public static readonly TimeSpan KeptAfterRefusal = TimeSpan.FromDays(30);

    /// <summary>How long documents stay, sealed, after a grant.</summary>
    public static readonly TimeSpan KeptAfterGrant = TimeSpan.FromDays(180);

    // ISO/IEC 23008-12 annex B.4 and B.2, and the general brand of files that hold nothing but HEVC stills on some phones.
    private static readonly string[] HeicBrands = ["heic", "heix", "hevc", "heim", "heis", "mif1"];

    /// <summary>The type by the first bytes; <c>null</c> for anything that is not taken. A PDF begins with its mark: what stands before it in others is for readers of something else.</summary>
    /// <remarks>ITU-T T.81 B.1.1.3; PNG (W3C) §5.2; ISO 32000-2 §7.5.2; ISO/IEC 14496-12 §4.3.</remarks>
    public static DocumentType? TypeOf(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? DocumentType.Jpeg
        : head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? DocumentType.Png
        : head.StartsWith("%PDF-"u8) ? DocumentType.Pdf
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && HeicBrands.Contains(System.Text.Encoding.Latin1.GetString(head[8..12]), StringComparer.Ordinal) ? DocumentType.Heic
        : null;

    /// <summary>How long documents stay after an end.</summary>
    public static TimeSpan KeptAfter(DocumentOutcome outcome) => outcome == DocumentOutcome.Granted ? KeptAfterGrant : KeptAfterRefusal;
}

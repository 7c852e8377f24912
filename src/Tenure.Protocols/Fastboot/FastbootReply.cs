using System.Globalization;
using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>One reply of a device: four letters and at most 252 bytes of text.</summary>
/// <param name="Kind">The four letters.</param>
/// <param name="Text">UTF-8 without control characters; for DATA the count in eight hexadecimal digits.</param>
/// <remarks>AOSP fastboot README, "Transport and framing".</remarks>
public readonly record struct FastbootReply(FastbootReplyKind Kind, string Text)
{
    /// <summary>Bytes of a whole reply.</summary>
    public const int MaxBytes = 256;

    /// <summary>Bytes of the text.</summary>
    public const int MaxTextBytes = MaxBytes - PrefixSize;

    private const int PrefixSize = 4;

    /// <summary>For DATA: how many bytes go over the wire.</summary>
    /// <exception cref="InvalidOperationException">Not a DATA reply.</exception>
    public uint DataBytes => Kind == FastbootReplyKind.Data
        ? uint.Parse(Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("Only a DATA reply has a count.");

    /// <summary>Announces a data phase.</summary>
    public static FastbootReply Data(uint bytes) => new(FastbootReplyKind.Data, bytes.ToString("x8", CultureInfo.InvariantCulture));

    /// <summary>The bytes on the wire. Text that is too long is cut at the end of a character; control characters become spaces.</summary>
    public byte[] Encode()
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        Encoding.ASCII.GetBytes(Prefix(Kind), bytes);
        var length = PrefixSize;
        foreach (var rune in Text.EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
            if (!shown.TryEncodeToUtf8(bytes[length..], out var written))
            {
                break;
            }

            length += written;
        }

        return bytes[..length].ToArray();
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.ReplyRefused"/>: too long, unknown letters, or a count that is not eight digits.</exception>
    public static FastbootReply Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < PrefixSize or > MaxBytes || KindOf(bytes[..PrefixSize]) is not { } kind)
        {
            throw Refused();
        }

        // A device may send anything as text: what is not UTF-8 is shown as a replacement character, and what moves a cursor as a space.
        var text = FastbootText.Printable(Encoding.UTF8.GetString(bytes[PrefixSize..]));
        return kind != FastbootReplyKind.Data || FastbootHex.TryParse(text, out _) ? new(kind, text) : throw Refused();
    }

    private static string Prefix(FastbootReplyKind kind) => kind switch
    {
        FastbootReplyKind.Okay => "OKAY",
        FastbootReplyKind.Fail => "FAIL",
        FastbootReplyKind.Info => "INFO",
        FastbootReplyKind.Text => "TEXT",
        FastbootReplyKind.Data => "DATA",
    };

    private static FastbootReplyKind? KindOf(ReadOnlySpan<byte> prefix) => prefix switch
    {
        _ when prefix.SequenceEqual("OKAY"u8) => FastbootReplyKind.Okay,
        _ when prefix.SequenceEqual("FAIL"u8) => FastbootReplyKind.Fail,
        _ when prefix.SequenceEqual("INFO"u8) => FastbootReplyKind.Info,
        _ when prefix.SequenceEqual("TEXT"u8) => FastbootReplyKind.Text,
        _ when prefix.SequenceEqual("DATA"u8) => FastbootReplyKind.Data,
        _ => null,
    };

    private static ProtocolException Refused() => new(ProtocolErrorCode.ReplyRefused, "Not a fastboot reply.", "reply");
}

using System.Text;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.BootImages;

/// <summary>What both kinds of image share.</summary>
internal static class BootFormat
{
    public const int FixedPage = 4096;
    public const int BoardSize = 16;

    public static ProtocolException Broken(string message, string? field = null, Exception? inner = null) => new(ProtocolErrorCode.BootImageBroken, message, field, inner);

    public static bool IsPage(uint size) => size is >= 2048 and <= 65536 && uint.IsPow2(size);

    public static string ReadText(ReadOnlySpan<byte> bytes, string field)
    {
        var end = bytes.IndexOf((byte)0);
        try
        {
            return StrictUtf8.Encoding.GetString(end < 0 ? bytes : bytes[..end]);
        }
        catch (DecoderFallbackException e)
        {
            throw Broken("A text is UTF-8.", field, e);
        }
    }

    public static byte[] Text(string text, int size) =>
        text.Contains('\0', StringComparison.Ordinal) || StrictUtf8.Encoding.GetByteCount(text) > size
            ? throw new ArgumentException($"It holds no NUL and has at most {size} bytes.", nameof(text))
            : StrictUtf8.Encoding.GetBytes(text);

    /// <summary>Parts one after the other, each from a whole page on.</summary>
    public static byte[] Assemble(byte[] header, int page, params IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var image = new MemoryStream();
        foreach (var part in parts.Prepend(header))
        {
            image.Write(part.Span);
            image.Write(new byte[(page - (part.Length % page)) % page]);
        }

        return image.ToArray();
    }
}

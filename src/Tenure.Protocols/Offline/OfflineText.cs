using System.Buffers.Text;
using System.Text;

namespace Tenure.Protocols.Offline;

/// <summary>A question or a ticket as it comes in from a person: as pictures and files carry it, base64url, or typed in <see cref="CheckedGroups"/>.</summary>
public static class OfflineText
{
    /// <summary>No text is longer: the largest in groups, with room for spaces and line ends.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>The same of a file: a text, or, as fastboot carries it, the bytes as they are: CBOR, which begins with no character of such a text.</summary>
    /// <param name="content">Of the file.</param>
    /// <param name="wrongGroup">Where it is none because a group is mistyped: which, from 1.</param>
    public static byte[]? ReadFile(ReadOnlySpan<byte> content, out int? wrongGroup)
    {
        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (text is [>= 0x80, ..] && content.Length <= MaxLength)
        {
            wrongGroup = null;
            return content.ToArray();
        }

        return Read(Encoding.UTF8.GetString(text), out wrongGroup);
    }

    /// <summary>The bytes; <c>null</c> when it is neither.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="wrongGroup">Where it is none because a group is mistyped: which, from 1.</param>
    public static byte[]? Read(string text, out int? wrongGroup)
    {
        ArgumentNullException.ThrowIfNull(text);
        wrongGroup = null;
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > MaxLength)
        {
            return null;
        }

        wrongGroup = CheckedGroups.Read(trimmed, out var typed);
        if (wrongGroup is null)
        {
            return typed;
        }

        if (Base64Url.IsValid(trimmed) && !trimmed.Any(char.IsWhiteSpace))
        {
            wrongGroup = null;
            return Base64Url.DecodeFromChars(trimmed);
        }

        return null;
    }
}

using System.Buffers.Text;

namespace Tenure.Protocols.Offline;

/// <summary>A question or a ticket as it comes in from a person: as pictures and files carry it, base64url, or typed in <see cref="CheckedGroups"/>.</summary>
public static class OfflineText
{
    /// <summary>No text is longer: the largest in groups, with room for spaces and line ends.</summary>
    public const int MaxLength = 16 * 1024;

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

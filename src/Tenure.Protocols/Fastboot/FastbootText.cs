using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>Texts that go over the wire and onto terminals.</summary>
internal static class FastbootText
{
    /// <summary>With spaces in place of control characters: what a device says may be shown on a terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>Cuts a text into pieces that fit a reply each, never inside a character.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < text.Length;)
        {
            var size = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf8SequenceLength : Rune.ReplacementChar.Utf8SequenceLength;
            if (bytes + size > FastbootReply.MaxTextBytes)
            {
                yield return text[start..i];
                start = i;
                bytes = 0;
            }

            bytes += size;
            i += rune.Utf16SequenceLength;
        }

        yield return text[start..];
    }
}

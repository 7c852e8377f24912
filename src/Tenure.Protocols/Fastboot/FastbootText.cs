using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>Cuts a text into pieces that fit a reply each, never inside a character.</summary>
internal static class FastbootText
{
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

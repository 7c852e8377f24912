using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tenure.Testing;

/// <summary>A message as the SMS centre got it, its parts put together.</summary>
/// <param name="From">Who it says it comes from.</param>
/// <param name="To">The number.</param>
/// <param name="Text">What it says.</param>
/// <param name="Parts">How many messages it came in.</param>
public sealed partial record ReceivedSms(string From, string To, string Text, int Parts)
{
    /// <summary>What Kannel's fake SMS centre wrote, in the order in which messages were whole.</summary>
    internal static List<ReceivedSms> Read(string log)
    {
        var whole = new List<ReceivedSms>();
        var pieces = new Dictionary<string, SortedDictionary<int, byte[]>>(StringComparer.Ordinal);
        foreach (var match in Line().Matches(log).Cast<Match>())
        {
            var (from, to, kind, rest) = (match.Groups["from"].Value, match.Groups["to"].Value, match.Groups["kind"].Value, match.Groups["rest"].Value);
            if (kind != "udh")
            {
                whole.Add(new(from, to, kind == "text" ? rest : Encoding.BigEndianUnicode.GetString(Bytes(rest)), 1));
                continue;
            }

            // 3GPP TS 23.040 §9.2.3.24.1: 05 00 03, then reference, number of parts, part.
            var (header, data) = (Bytes(rest[..rest.IndexOf(' ', StringComparison.Ordinal)]), Bytes(rest[(rest.IndexOf(" data ", StringComparison.Ordinal) + 6)..]));
            var key = string.Create(CultureInfo.InvariantCulture, $"{to} {header[3]}");
            var parts = pieces.TryGetValue(key, out var known) ? known : pieces[key] = [];
            parts[header[5]] = data;
            if (parts.Count == header[4])
            {
                whole.Add(new(from, to, Decode([.. parts.Values.SelectMany(part => part)]), parts.Count));
                pieces.Remove(key);
            }
        }

        return whole;
    }

    // The centre does not say which alphabet a part is in. One in UCS-2 has bytes that no text of the other has.
    private static string Decode(byte[] data) => data.Any(b => b < ' ' && b != '\n') ? Encoding.BigEndianUnicode.GetString(data) : Encoding.UTF8.GetString(data);

    private static byte[] Bytes(string encoded)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%')
            {
                bytes.Add(byte.Parse(encoded.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(encoded[i] == '+' ? " " : encoded[i].ToString()));
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"Got message \d+: <(?<from>\S+) (?<to>\S+) (?<kind>text|ucs-2|udh) (?<rest>.*)>$", RegexOptions.Multiline)]
    private static partial Regex Line();
}

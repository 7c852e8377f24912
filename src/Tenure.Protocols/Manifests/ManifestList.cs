using System.Globalization;
using System.Text;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>A maker's list as text: comma-separated values (RFC 4180) with a first line that names the columns.</summary>
/// <remarks>
/// Columns in any order: <c>key</c> (43 characters, as <c>phone status</c> shows it), <c>serial</c>, <c>model</c>; and where there is something to say <c>imeis</c>
/// (several with a space between; a check digit must be right), <c>region</c>, <c>rollback</c> (<c>0=3 1=7</c>). A value with a comma or a quotation mark in it stands in quotation
/// marks; none goes over several lines.
/// </remarks>
public sealed class ManifestList
{
    /// <summary>Most bytes of a line.</summary>
    public const int MaxLine = 4096;

    private static readonly string[] Names = ["key", "serial", "model", "imeis", "region", "rollback"];

    private readonly int[] columns;
    private readonly int count;

    /// <summary>Reads the first line.</summary>
    /// <exception cref="ProtocolException">A column is unknown, there twice or missing.</exception>
    public ManifestList(ReadOnlySpan<byte> header)
    {
        // A spreadsheet's mark of UTF-8 is no part of the first name.
        var names = Split(Decode(header.StartsWith("\uFEFF"u8) ? header[3..] : header));
        count = names.Count;
        columns = [.. Names.Select(name => names.FindIndex(n => string.Equals(n.Trim(), name, StringComparison.OrdinalIgnoreCase)))];
        if (columns.Count(column => column >= 0) != count || columns.AsSpan(0, 3).Contains(-1))
        {
            throw Wrong("The columns are key, serial, model, and if wanted imeis, region, rollback; each once.", "header");
        }
    }

    /// <summary>Reads a line below it.</summary>
    /// <exception cref="ProtocolException">The field says which column is wrong.</exception>
    public ManifestRecord Read(ReadOnlySpan<byte> line)
    {
        var values = Split(Decode(line));
        if (values.Count != count)
        {
            throw Wrong($"{count} values are expected, as in the first line.", "line");
        }

        var record = new ManifestRecord
        {
            Device = KeyThumbprint.Parse(Value(values, 0).Trim()),
            Serial = Value(values, 1).Trim(),
            Model = Value(values, 2).Trim(),
            Imeis = [.. Words(values, 3).Select(ReadImei)],
            Region = Value(values, 4).Trim() is { Length: > 0 } region ? region : null,
            RollbackIndexes = ReadIndexes(Words(values, 5)),
        };
        // Says what is wrong now, with its line, and not when the record is written.
        _ = record.Encode();
        return record;
    }

    private static Imei ReadImei(string text) => Imei.Read(text, out var imei) switch
    {
        null => imei,
        ImeiFault.CheckDigitWrong => throw Wrong($"{text} has a wrong check digit (Luhn, 3GPP TS 23.003).", "imeis"),
        _ => throw Wrong($"{text} is no IMEI: 14 to 16 digits, not all 0.", "imeis"),
    };

    private static Dictionary<uint, ulong> ReadIndexes(IEnumerable<string> words)
    {
        var indexes = new Dictionary<uint, ulong>();
        foreach (var word in words)
        {
            if (word.Split('=') is not [var location, var index] || !uint.TryParse(location, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                || !ulong.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || !indexes.TryAdd(at, value))
            {
                throw Wrong($"{word} is not location=index, or its location is there twice.", "rollback");
            }
        }

        return indexes;
    }

    private string Value(List<string> values, int name) => columns[name] is >= 0 and var column ? values[column] : "";

    private string[] Words(List<string> values, int name) => Value(values, name).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Decode(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaxLine)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, $"A line has at most {MaxLine} bytes.", "line");
        }

        try
        {
            return StrictUtf8.Encoding.GetString(line);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Not UTF-8.", "line", e);
        }
    }

    private static List<string> Split(string line)
    {
        var values = new List<string>();
        for (var at = 0; ; at++)
        {
            values.Add(at < line.Length && line[at] == '"' ? Quoted(line, ref at) : Plain(line, ref at));
            if (at >= line.Length)
            {
                return values;
            }
        }
    }

    private static string Plain(string line, ref int at)
    {
        var end = line.IndexOf(',', at) is >= 0 and var comma ? comma : line.Length;
        var value = line[at..end];
        at = end;
        return value.Contains('"', StringComparison.Ordinal) ? throw Wrong("A quotation mark stands inside a value that is not in quotation marks.", "line") : value;
    }

    private static string Quoted(string line, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                value.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                // Two of them are one.
                value.Append(line[at++]);
            }
            else if (++at == line.Length || line[at] == ',')
            {
                return value.ToString();
            }
            else
            {
                break;
            }
        }

        throw Wrong("A quotation mark is not closed, or something stands behind it.", "line");
    }

    private static ProtocolException Wrong(string message, string field) => new(ProtocolErrorCode.Malformed, message, field);
}

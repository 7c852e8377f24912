using System.Globalization;

namespace Tenure.Protocols.Firehose;

/// <summary>Reads the attributes of an element, and knows afterwards which nobody asked for.</summary>
internal sealed class FirehoseAttributes(FirehoseElement element, ProtocolErrorCode code = ProtocolErrorCode.FirehoseRefused)
{
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Unknown => [.. element.Attributes.Select(attribute => attribute.Key).Where(name => !known.Contains(name))];

    public string? Text(string name)
    {
        known.Add(name);
        return element.Find(name);
    }

    public string Required(string name) => Text(name) ?? throw Refused(name, $"{element.Name} needs {name}.");

    /// <summary>A decimal number, or a hexadecimal one after 0x.</summary>
    public long Number(string name, long min, long max, long? otherwise = null)
    {
        if (Text(name) is not { Length: > 0 } text)
        {
            return otherwise ?? throw Refused(name, $"{element.Name} needs {name}.");
        }

        return TryNumber(text, out var value) && value <= (ulong)max && (long)value >= min
            ? (long)value
            : throw Refused(name, $"{name} is a number from {min} to {max}.");
    }

    public bool Flag(string name) => Text(name) switch
    {
        null or "" or "0" => false,
        "1" => true,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw Refused(name, $"{name} is 0 or 1."),
    };

    public static bool TryNumber(ReadOnlySpan<char> text, out ulong value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public ProtocolException Refused(string name, string message) => new(code, message, name);
}

using System.Text;
using System.Xml;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Firehose;

/// <summary>XML as Firehose has it: a root, and flat elements with attributes. No DTD, no entities of one's own, nothing deeper, no text.</summary>
internal static class FirehoseXml
{
    /// <summary>Bytes of a document on the wire, at most.</summary>
    public const int MaxDocument = 4096;

    private const string Root = "data";

    /// <summary>Reads a document of the wire: exactly one element.</summary>
    public static FirehoseElement ReadDocument(ReadOnlySpan<byte> bytes)
    {
        var elements = Read(bytes, Root, maxElements: 1, ProtocolErrorCode.FirehoseRefused);
        return elements is [var element]
            ? element with { Attributes = [.. element.Attributes.Select(a => new KeyValuePair<string, string>(a.Key, Plain(a.Value)))] }
            : throw Refused(ProtocolErrorCode.FirehoseRefused, "A document has one element.");
    }

    /// <summary>Reads all elements below a root of this name.</summary>
    public static List<FirehoseElement> Read(ReadOnlySpan<byte> bytes, string root, int maxElements, ProtocolErrorCode code)
    {
        var elements = new List<FirehoseElement>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(StrictUtf8.Encoding.GetString(bytes)), settings);
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.XmlDeclaration or XmlNodeType.EndElement or XmlNodeType.Whitespace:
                        break;
                    case XmlNodeType.Element when reader.Depth == 0 && string.Equals(reader.Name, root, StringComparison.Ordinal):
                        break;
                    case XmlNodeType.Element when reader.Depth == 1 && elements.Count < maxElements:
                        elements.Add(Element(reader, code));
                        break;
                    default:
                        throw Refused(code, $"{reader.NodeType} {reader.Name} has no place here.");
                }
            }
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException)
        {
            throw Refused(code, "Not XML as it is expected here.", e);
        }

        return elements;
    }

    /// <summary>Writes a document of the wire.</summary>
    /// <param name="element">What it says.</param>
    /// <param name="packetSize">Where it is not 0, a document of a multiple of it is made one space longer: it then ends by itself.</param>
    public static byte[] Write(FirehoseElement element, int packetSize)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<data>\n<").Append(element.Name);
        foreach (var (name, value) in element.Attributes)
        {
            text.Append(' ').Append(name).Append("=\"");
            foreach (var rune in Plain(value).EnumerateRunes())
            {
                Append(text, rune);
            }

            text.Append('"');
        }

        text.Append(" />\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString() + "</data>");
        return packetSize != 0 && bytes.Length % packetSize == 0 ? Encoding.UTF8.GetBytes(text.ToString() + " </data>") : bytes;
    }

    // The wire has neither line ends nor other control characters in values: what is read and what is written are the same then.
    private static string Plain(string value) => value.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && value.AsSpan().IndexOfAny('\u007f', '\ufffe', '\uffff') < 0
        ? value
        : string.Concat(value.Select(c => c is < ' ' or '\u007f' or '\ufffe' or '\uffff' ? ' ' : c));

    private static void Append(StringBuilder text, Rune rune) => _ = rune.Value switch
    {
        '&' => text.Append("&amp;"),
        '<' => text.Append("&lt;"),
        '>' => text.Append("&gt;"),
        '"' => text.Append("&quot;"),
        _ => text.Append(rune.ToString()),
    };

    private static FirehoseElement Element(XmlReader reader, ProtocolErrorCode code)
    {
        var name = reader.Name;
        var attributes = new List<KeyValuePair<string, string>>(reader.AttributeCount);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.MoveToNextAttribute())
        {
            if (!names.Add(reader.Name))
            {
                throw Refused(code, $"{reader.Name} is there twice.");
            }

            attributes.Add(new(reader.Name, reader.Value));
        }

        return new(name, attributes);
    }

    private static ProtocolException Refused(ProtocolErrorCode code, string message, Exception? inner = null) => new(code, message, "document", inner);
}

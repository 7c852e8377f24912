using Tenure.Protocols.Links;

namespace Tenure.Protocols.Firehose;

/// <summary>Documents over a link of either kind. What comes behind one stays for the next read: another document, or the first raw bytes.</summary>
internal sealed class FirehosePort(LinkPort port)
{
    // Also the length of packets on USB at full speed: a document that is no whole number of those is none of longer ones. So it has the same bytes on any link, and one digest.
    private const int ShortestPacket = 64;

    /// <summary>The document that was read last, where that is kept.</summary>
    public ReadOnlyMemory<byte> Last { get; private set; }

    /// <summary>Whether <see cref="Last"/> is kept.</summary>
    public bool KeepsLast { get; init; }

    private static ReadOnlySpan<byte> Blanks => " \t\r\n\0"u8;

    /// <summary>Reads a document.</summary>
    /// <returns>Its element; <c>null</c> when none came in time.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>: not one. It is passed over, and the next can be read.</exception>
    public async ValueTask<FirehoseElement?> ReadAsync(DateTimeOffset? until, CancellationToken ct)
    {
        while (true)
        {
            SkipBlanks();
            if (!port.Buffered.IsEmpty && Take() is { } element)
            {
                return element;
            }

            if (!await port.MoreAsync(until, ct).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    /// <returns>False when it was not taken in time.</returns>
    public ValueTask<bool> WriteAsync(FirehoseElement element, TimeSpan? within, CancellationToken ct) =>
        port.WriteAndHearAsync(FirehoseXml.Write(element, ShortestPacket), within, ct);

    /// <summary>Line ends behind a document are no raw bytes.</summary>
    public void SkipBlanks() => port.Consume(port.Buffered.Length - port.Buffered.TrimStart(Blanks).Length);

    private FirehoseElement? Take()
    {
        var bytes = port.Buffered;
        var end = bytes.IndexOf("</data>"u8);
        if (bytes[0] != (byte)'<')
        {
            // Raw bytes that nobody waits for any more.
            var next = bytes.IndexOf("<?xml"u8);
            port.Consume(next < 0 ? bytes.Length : next);
            throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, "Bytes where a document should be.", "document");
        }

        var size = end + "</data>"u8.Length;
        if (end < 0 ? bytes.Length >= FirehoseXml.MaxDocument || port.Kind == LinkKind.Message : size > FirehoseXml.MaxDocument)
        {
            port.Consume(bytes.Length);
            throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, $"A document has an end, and at most {FirehoseXml.MaxDocument} bytes.", "document");
        }

        if (end < 0)
        {
            return null;
        }

        try
        {
            if (KeepsLast)
            {
                Last = bytes[..size].ToArray();
            }

            return FirehoseXml.ReadDocument(bytes[..size]);
        }
        finally
        {
            port.Consume(size);
            if (port.Kind == LinkKind.Message)
            {
                SkipBlanks();
            }
        }
    }
}

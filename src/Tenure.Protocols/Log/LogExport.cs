using System.Runtime.CompilerServices;

namespace Tenure.Protocols.Log;

/// <summary>A device's log as JSON lines: one object a line, LF at the end of each. docs/protocols/log.md has the members.</summary>
public static class LogExport
{
    /// <summary>Bytes of a line, without its LF.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private const byte LineFeed = (byte)'\n';

    /// <summary>Writes one line and its LF.</summary>
    /// <exception cref="ProtocolException">The line would be longer than a reader takes.</exception>
    public static async Task WriteAsync(Stream stream, LogLine line, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var json = LogJson.Write(line);
        if (json.Length > MaxLineBytes)
        {
            throw TooLong();
        }

        await stream.WriteAsync((byte[])[.. json, LineFeed], ct).ConfigureAwait(false);
    }

    /// <summary>Reads line after line. A line that is not exactly what the writer would have written is refused.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogLineRefused"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[MaxLineBytes + 1];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled), ct).ConfigureAwait(false) is var read and > 0)
        {
            filled += read;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf(LineFeed) is var length and >= 0)
            {
                yield return LogJson.Read(buffer.AsMemory(start, length));
                start += length + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                throw TooLong();
            }
        }

        if (filled > 0)
        {
            throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "The last line has no end.");
        }
    }

    private static ProtocolException TooLong() => new(ProtocolErrorCode.TooLarge, $"A line has at most {MaxLineBytes} bytes.", "line");
}

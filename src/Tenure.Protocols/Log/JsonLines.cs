using System.Runtime.CompilerServices;

namespace Tenure.Protocols.Log;

/// <summary>Lines of at most 64 KiB, LF at the end of each.</summary>
internal static class JsonLines
{
    private const byte LineFeed = (byte)'\n';

    /// <exception cref="ProtocolException">The line would be longer than a reader takes.</exception>
    public static async Task WriteAsync(Stream stream, byte[] json, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (json.Length > LogExport.MaxLineBytes)
        {
            throw TooLong();
        }

        await stream.WriteAsync((byte[])[.. json, LineFeed], ct).ConfigureAwait(false);
    }

    /// <summary>Line after line; what was given is overwritten by the next.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogLineRefused"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[LogExport.MaxLineBytes + 1];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled), ct).ConfigureAwait(false) is var read and > 0)
        {
            filled += read;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf(LineFeed) is var length and >= 0)
            {
                yield return buffer.AsMemory(start, length);
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

    private static ProtocolException TooLong() => new(ProtocolErrorCode.TooLarge, $"A line has at most {LogExport.MaxLineBytes} bytes.", "line");
}

using System.Runtime.CompilerServices;

namespace Tenure.Protocols.Log;

/// <summary>A device's log as JSON lines: one object a line, LF at the end of each. docs/protocols/log.md has the members.</summary>
public static class LogExport
{
    /// <summary>Bytes of a line, without its LF.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Writes one line and its LF.</summary>
    /// <exception cref="ProtocolException">The line would be longer than a reader takes.</exception>
    public static Task WriteAsync(Stream stream, LogLine line, CancellationToken ct) => JsonLines.WriteAsync(stream, LogJson.Write(line), ct);

    /// <summary>Reads line after line. A line that is not exactly what the writer would have written is refused.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogLineRefused"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in JsonLines.ReadAsync(stream, ct).ConfigureAwait(false))
        {
            yield return LogJson.Read(line);
        }
    }
}

using System.Runtime.CompilerServices;

namespace Tenure.Protocols.Log;

/// <summary>Entries with their proofs as JSON lines: a head, the entries proven under its checkpoint, and so on. docs/protocols/log.md has the members.</summary>
public static class ProofFile
{
    /// <summary>What the first line begins with: so a proof is told from an export.</summary>
    public static ReadOnlySpan<byte> Start => "{\"format\":\"tenure/proof/1\""u8;

    /// <summary>Writes a head.</summary>
    public static Task WriteAsync(Stream stream, ProofHead head, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(head);
        return JsonLines.WriteAsync(stream, ProofJson.Write(head), ct);
    }

    /// <summary>Writes an entry that is proven under the head before it.</summary>
    /// <exception cref="ProtocolException">The line would be longer than a reader takes.</exception>
    public static Task WriteAsync(Stream stream, ProvenLine line, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(line);
        return JsonLines.WriteAsync(stream, ProofJson.Write(line), ct);
    }

    /// <summary>Reads line after line, each a <see cref="ProofHead"/> or a <see cref="ProvenLine"/>. A line that is not exactly what the writer would have written is refused.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogLineRefused"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static async IAsyncEnumerable<object> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in JsonLines.ReadAsync(stream, ct).ConfigureAwait(false))
        {
            yield return line.Span.StartsWith(Start) ? ProofJson.ReadHead(line) : ProofJson.ReadLine(line);
        }
    }
}

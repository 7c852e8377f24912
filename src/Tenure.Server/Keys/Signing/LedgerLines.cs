using Tenure.Protocols;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Keys.Signing;

/// <summary>The lines of a ledger, one after the other, without the line feeds and without what follows the last one. Memory for one line.</summary>
internal sealed class LedgerLines(Stream stream)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>The next line, good until the one after it is asked for; <c>null</c> at the end.</summary>
    /// <exception cref="ProtocolException">It is longer than lines are.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = buffer.AsMemory(start, length);
                start += length + 1;
                return line;
            }

            if (end - start > LedgerFormat.LongestLine)
            {
                throw new ProtocolException(ProtocolErrorCode.LedgerLineRefused, "A line is too long.", "ledger");
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (await stream.ReadAsync(buffer.AsMemory(end), ct) is > 0 and var read)
            {
                end += read;
            }
            else
            {
                return null;
            }
        }
    }
}

using System.Security.Cryptography;
using System.Threading.Channels;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Firehose;

/// <summary>A programmer that agrees to everything and writes nothing: it notes the digest of each packet, so that a maker can sign what a host will send.</summary>
public sealed class FirehoseRehearsal : IFlashLink
{
    private readonly Channel<byte[]> answers = Channel.CreateUnbounded<byte[]>();
    private readonly List<byte[]> packets = [];
    private long raw;

    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Message;

    /// <inheritdoc/>
    public int PacketSize => 0;

    /// <summary>SHA-256 of each packet, in their order.</summary>
    public IReadOnlyList<byte[]> Packets => packets;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var answer = await answers.Reader.ReadAsync(ct).ConfigureAwait(false);
        answer.CopyTo(buffer);
        return answer.Length;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        packets.Add(SHA256.HashData(bytes.Span));
        if (raw > 0)
        {
            raw -= bytes.Length;
        }
        else if (FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(bytes.Span), out _) is FirehoseProgramCommand { Place.Bytes: var announced })
        {
            raw = announced;
            Answer(isRaw: true);
            return default;
        }

        if (raw == 0)
        {
            Answer(isRaw: false);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        answers.Writer.TryComplete(new IOException("The rehearsal is over."));
        return default;
    }

    private void Answer(bool isRaw) => answers.Writer.TryWrite(FirehoseXml.Write(FirehoseCodec.Write(new FirehoseResponseReply(true, isRaw, [])), 0));
}

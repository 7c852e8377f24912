using System.Buffers.Binary;

namespace Tenure.Protocols.Signing;

/// <summary>Requests and answers on a stream: the length in four bytes, big-endian, then that many bytes.</summary>
public static class SignerFrame
{
    /// <summary>Bytes of the largest request or answer.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int HeadSize = 4;

    /// <summary>Writes one.</summary>
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfZero(content.Length, nameof(content));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxBytes, nameof(content));

        // In one piece: a peer that reads the length has the rest, too.
        var frame = new byte[HeadSize + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame.AsMemory(HeadSize));
        await stream.WriteAsync(frame, ct).ConfigureAwait(false);
        await stream.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Reads one.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="patience">How long the rest may take once its first byte is there.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Its bytes; <c>null</c> when the peer closed the stream between two of them.</returns>
    /// <exception cref="ProtocolException">Empty or too large, cut short, or too slow.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, TimeSpan patience, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[HeadSize];
        if (await stream.ReadAsync(head.AsMemory(0, 1), ct).ConfigureAwait(false) == 0)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            await FillAsync(stream, head.AsMemory(1), limit.Token).ConfigureAwait(false);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length is 0 or > MaxBytes)
            {
                throw new ProtocolException(ProtocolErrorCode.TooLarge, $"1 to {MaxBytes} bytes are taken.", "length");
            }

            var content = new byte[length];
            await FillAsync(stream, content, limit.Token).ConfigureAwait(false);
            return content;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The rest did not come in time.");
        }
    }

    private static async Task FillAsync(Stream stream, Memory<byte> into, CancellationToken ct)
    {
        if (await stream.ReadAtLeastAsync(into, into.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false) < into.Length)
        {
            throw new ProtocolException(ProtocolErrorCode.ConnectionClosed, "The peer went away in the middle.");
        }
    }
}

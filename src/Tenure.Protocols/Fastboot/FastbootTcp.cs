using System.Buffers.Binary;
using System.Net.Sockets;

namespace Tenure.Protocols.Fastboot;

/// <summary>fastboot over TCP, either side: the four-byte handshake, then frames of a big-endian u64 length and that many bytes.</summary>
/// <remarks>
/// AOSP fastboot README, "TCP Protocol v1". A command or a reply is one frame; data may be cut into frames in any way.
/// </remarks>
internal sealed class FastbootTcp : IFastbootWire, IAsyncDisposable
{
    private const int LengthSize = 8;

    // Reads go straight into the buffer of the download in pieces of this size, each with its own wait.
    private const int PieceSize = 1 << 20;

    private readonly Stream stream;
    private readonly FastbootTimeouts timeouts;

    private FastbootTcp(Stream stream, FastbootTimeouts timeouts)
    {
        this.stream = stream;
        this.timeouts = timeouts;
    }

    private static ReadOnlySpan<byte> Handshake => "FB01"u8;

    /// <summary>Takes a connected socket, switches Nagle's delay off (else each pair of replies costs 40 ms), and shakes hands.</summary>
    /// <exception cref="ProtocolException">The peer does not speak version 1 of the protocol, or nothing at all.</exception>
    public static Task<FastbootTcp> OpenAsync(Socket socket, FastbootTimeouts timeouts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.NoDelay = true;
        return OpenAsync(new NetworkStream(socket, ownsSocket: true), timeouts, ct);
    }

    /// <summary>Takes a byte stream and shakes hands. The stream is disposed with this object, and at once when the handshake fails.</summary>
    /// <exception cref="ProtocolException">The peer does not speak version 1 of the protocol, or nothing at all.</exception>
    public static async Task<FastbootTcp> OpenAsync(Stream stream, FastbootTimeouts timeouts, CancellationToken ct)
    {
        var wire = new FastbootTcp(stream, timeouts);
        try
        {
            await wire.ShakeHandsAsync(ct).ConfigureAwait(false);
            return wire;
        }
        catch
        {
            await wire.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public TimeSpan Patience => timeouts.Silence;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadMessageAsync(int maxBytes, CancellationToken ct)
    {
        var length = await ReadLengthAsync(mayEnd: true, ct).ConfigureAwait(false);
        if (length is null)
        {
            return null;
        }

        if (length > (ulong)maxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, $"A frame of at most {maxBytes} bytes is expected.", "length");
        }

        var message = new byte[length.Value];
        await FillAsync(message, timeouts.Silence, ct).ConfigureAwait(false);
        return message;
    }

    /// <inheritdoc/>
    public Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        var frame = new byte[LengthSize + message.Length];
        BinaryPrimitives.WriteUInt64BigEndian(frame, (ulong)message.Length);
        message.CopyTo(frame.AsMemory(LengthSize));
        return SendAsync(frame, ct);
    }

    /// <inheritdoc/>
    public async Task ReadDataAsync(Memory<byte> data, CancellationToken ct)
    {
        while (!data.IsEmpty)
        {
            var length = await ReadLengthAsync(mayEnd: false, ct).ConfigureAwait(false);
            if (length > (ulong)data.Length)
            {
                throw new ProtocolException(ProtocolErrorCode.Malformed, "A frame reaches past the end of the data.", "length");
            }

            var frame = data[..(int)length!.Value];
            await FillAsync(frame, timeouts.Silence, ct).ConfigureAwait(false);
            data = data[frame.Length..];
        }
    }

    /// <inheritdoc/>
    public Task BeginDataAsync(long bytes, CancellationToken ct)
    {
        var length = new byte[LengthSize];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)bytes);
        return SendAsync(length, ct);
    }

    /// <inheritdoc/>
    public Task WritePartAsync(ReadOnlyMemory<byte> part, CancellationToken ct) => SendAsync(part, ct);

    /// <inheritdoc/>
    public async Task WriteDataAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        await BeginDataAsync(data.Length, ct).ConfigureAwait(false);
        for (; !data.IsEmpty; data = data[Math.Min(PieceSize, data.Length)..])
        {
            await SendAsync(data[..Math.Min(PieceSize, data.Length)], ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task ShakeHandsAsync(CancellationToken ct)
    {
        await SendAsync(Handshake.ToArray(), ct).ConfigureAwait(false);
        var theirs = new byte[Handshake.Length];
        await FillAsync(theirs, timeouts.Handshake, ct).ConfigureAwait(false);

        // Both use the lower of the two versions; there is no version 0, and ours is 1.
        if (!theirs.AsSpan().StartsWith("FB"u8)
            || theirs.AsSpan(2).ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || theirs.AsSpan(2).SequenceEqual("00"u8))
        {
            throw new ProtocolException(ProtocolErrorCode.HandshakeRefused, "The peer does not speak fastboot over TCP.", "handshake");
        }
    }

    private async Task<ulong?> ReadLengthAsync(bool mayEnd, CancellationToken ct)
    {
        var bytes = new byte[LengthSize];
        var first = await ReceiveAsync(bytes, timeouts.Silence, ct).ConfigureAwait(false);
        if (first == 0)
        {
            return mayEnd ? null : throw Gone();
        }

        await FillAsync(bytes.AsMemory(first), timeouts.Silence, ct).ConfigureAwait(false);

        // An empty frame says nothing, and any number of them could be sent in place of data.
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) is var length and > 0
            ? length
            : throw new ProtocolException(ProtocolErrorCode.Malformed, "A frame is empty.", "length");
    }

    private async Task FillAsync(Memory<byte> buffer, TimeSpan wait, CancellationToken ct)
    {
        while (!buffer.IsEmpty)
        {
            var read = await ReceiveAsync(buffer[..Math.Min(PieceSize, buffer.Length)], wait, ct).ConfigureAwait(false);
            buffer = read > 0 ? buffer[read..] : throw Gone();
        }
    }

    private async Task<int> ReceiveAsync(Memory<byte> buffer, TimeSpan wait, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(wait);
        try
        {
            return await stream.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The peer said nothing for too long.", inner: e);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeouts.Silence);
        try
        {
            await stream.WriteAsync(bytes, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The peer took nothing for too long.", inner: e);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    private static ProtocolException Gone(IOException? inner = null) =>
        new(ProtocolErrorCode.ConnectionClosed, "The peer closed the connection.", inner: inner);
}

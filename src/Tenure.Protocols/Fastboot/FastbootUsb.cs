using Tenure.Protocols.Links;

namespace Tenure.Protocols.Fastboot;

/// <summary>fastboot over USB, either side: a command or a reply is one transfer, and data are transfers until all bytes are there.</summary>
/// <remarks>AOSP fastboot README, "Transport and Framing". Empty transfers mean nothing. Disposes of the link.</remarks>
internal sealed class FastbootUsb(IFlashLink link, FastbootTimeouts timeouts, bool isHost) : IFastbootWire, IAsyncDisposable
{
    private const int MaxTransfer = 1 << 20;
    private const int MessageRoom = 4096;

    // A program that died has left answers behind that belong to its commands.
    private static readonly TimeSpan Leftover = TimeSpan.FromMilliseconds(50);

    private byte[] room = new byte[MaxTransfer];

    /// <summary>Begins as a host: what is left of somebody else's session is read and forgotten.</summary>
    /// <exception cref="ProtocolException">The device went away, or does not stop talking.</exception>
    public static async Task<FastbootUsb> OpenAsync(IFlashLink link, FastbootTimeouts timeouts, CancellationToken ct)
    {
        var wire = new FastbootUsb(link, timeouts, isHost: true);
        try
        {
            for (var left = 0; left < MessageRoom; left++)
            {
                if (await wire.TryReceiveAsync(wire.room.AsMemory(0, MessageRoom), Leftover, ct).ConfigureAwait(false) is null)
                {
                    return wire;
                }
            }

            throw new ProtocolException(ProtocolErrorCode.TooLarge, "The device does not stop talking.");
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
        // A cable says nothing between two programs, for days; an answer is waited for only so long.
        using var late = isHost ? new CancellationTokenSource(timeouts.Silence) : new();
        try
        {
            while (true)
            {
                var read = await ReceiveAsync(isHost ? room.AsMemory(0, MessageRoom) : room, late, ct).ConfigureAwait(false);
                if (read > maxBytes)
                {
                    throw new ProtocolException(ProtocolErrorCode.TooLarge, $"A message of at most {maxBytes} bytes is expected.", "length");
                }

                if (read > 0)
                {
                    return room[..read];
                }
            }
        }
        catch (ProtocolException e) when (!isHost && e.Code == ProtocolErrorCode.ConnectionClosed)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => SendAsync(message, ct);

    /// <inheritdoc/>
    public async Task ReadDataAsync(Memory<byte> data, CancellationToken ct)
    {
        while (!data.IsEmpty)
        {
            // A host asks for no more than is due, in whole packets: else the answer behind it would be taken for data.
            var packet = Math.Max(1, link.PacketSize);
            var due = isHost ? Math.Min(room.Length, (int)Math.Min(((long)data.Length + packet - 1) / packet * packet, MaxTransfer)) : room.Length;
            var into = data.Length >= due ? data[..due] : room.AsMemory(0, due);
            using var late = new CancellationTokenSource(timeouts.Silence);
            var read = await ReceiveAsync(into, late, ct).ConfigureAwait(false);
            if (read > data.Length)
            {
                throw new ProtocolException(ProtocolErrorCode.Malformed, "A transfer reaches past the end of the data.", "length");
            }

            if (data.Length < due)
            {
                into[..read].CopyTo(data);
            }

            data = data[read..];
        }
    }

    /// <inheritdoc/>
    public async Task WriteDataAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        for (; !data.IsEmpty; data = data[Math.Min(MaxTransfer, data.Length)..])
        {
            await SendAsync(data[..Math.Min(MaxTransfer, data.Length)], ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        room = [];
        return link.DisposeAsync();
    }

    private async Task<int> ReceiveAsync(Memory<byte> into, CancellationTokenSource late, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await link.ReadAsync(into, either.Token).ConfigureAwait(false);
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

    private async Task<int?> TryReceiveAsync(Memory<byte> into, TimeSpan within, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            return await ReceiveAsync(into, late, ct).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.PeerSilent)
        {
            return null;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(timeouts.Silence);
        try
        {
            await link.WriteAsync(bytes, late.Token).ConfigureAwait(false);
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

    private static ProtocolException Gone(IOException e) => new(ProtocolErrorCode.ConnectionClosed, $"The device went away: {e.Message}", inner: e);
}

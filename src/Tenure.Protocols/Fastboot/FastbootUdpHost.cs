using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>The host side of fastboot over UDP: sends a packet until its answer comes, then the next.</summary>
/// <remarks>AOSP fastboot README, "UDP Protocol v1", and <c>udp.cpp</c> for how long it tries: every half second, four times for the first word and for a minute after that.</remarks>
internal sealed class FastbootUdpHost : IFastbootWire, IDisposable
{
    private const int TriesToConnect = 4;
    private const int Tries = 120;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);

    private readonly Socket socket;
    private readonly byte[] outgoing = new byte[FastbootUdpPacket.MaxSize];
    private readonly byte[] incoming = new byte[FastbootUdpPacket.MaxSize + 1];
    private ushort sequence;
    private int largest = FastbootUdpPacket.MinSize;

    private FastbootUdpHost(Socket socket) => this.socket = socket;

    /// <summary>Asks the device for its number and agrees on a packet size. The socket is connected, and disposed with this object or when this fails.</summary>
    /// <exception cref="ProtocolException">Nobody answers there, or something else does.</exception>
    public static async Task<FastbootUdpHost> OpenAsync(Socket socket, CancellationToken ct)
    {
        var wire = new FastbootUdpHost(socket);
        try
        {
            var number = await wire.ExchangeAsync(FastbootUdpPacketKind.Query, default, continues: false, TriesToConnect, ct).ConfigureAwait(false);
            wire.sequence = number.Data.Length == 2
                ? BinaryPrimitives.ReadUInt16BigEndian(number.Data.Span)
                : throw new ProtocolException(ProtocolErrorCode.HandshakeRefused, "The peer does not speak fastboot over UDP.", "query");
            var offer = FastbootUdpPacket.Offer(FastbootUdpPacket.MaxSize);
            wire.largest = (await wire.ExchangeAsync(FastbootUdpPacketKind.Init, offer, continues: false, Tries, ct).ConfigureAwait(false)).Agree();
            return wire;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TimeSpan Patience => Tries * Wait;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadMessageAsync(int maxBytes, CancellationToken ct)
    {
        var message = new MemoryStream();
        FastbootUdpPacket packet;
        do
        {
            packet = await ExchangeAsync(FastbootUdpPacketKind.Fastboot, default, continues: false, Tries, ct).ConfigureAwait(false);
            if (message.Length + packet.Data.Length > maxBytes)
            {
                throw new ProtocolException(ProtocolErrorCode.TooLarge, $"A message of at most {maxBytes} bytes is expected.", "packet");
            }

            if (packet.Data.IsEmpty)
            {
                throw new ProtocolException(ProtocolErrorCode.Malformed, "The device says nothing.", "packet");
            }

            message.Write(packet.Data.Span);
        }
        while (packet.Continues);
        return message.ToArray();
    }

    /// <inheritdoc/>
    public Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => WriteDataAsync(message, ct);

    /// <inheritdoc/>
    public async Task ReadDataAsync(Memory<byte> data, CancellationToken ct)
    {
        while (!data.IsEmpty)
        {
            var packet = await ExchangeAsync(FastbootUdpPacketKind.Fastboot, default, continues: false, Tries, ct).ConfigureAwait(false);
            if (packet.Data.IsEmpty || packet.Data.Length > data.Length)
            {
                throw new ProtocolException(ProtocolErrorCode.Malformed, "A packet is empty or reaches past the end of the data.", "packet");
            }

            packet.Data.CopyTo(data);
            data = data[packet.Data.Length..];
        }
    }

    /// <inheritdoc/>
    public async Task WriteDataAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        while (!data.IsEmpty)
        {
            var piece = data[..Math.Min(data.Length, largest - FastbootUdpPacket.HeaderSize)];
            data = data[piece.Length..];
            var acknowledged = await ExchangeAsync(FastbootUdpPacketKind.Fastboot, piece, !data.IsEmpty, Tries, ct).ConfigureAwait(false);
            if (!acknowledged.Data.IsEmpty)
            {
                throw new ProtocolException(ProtocolErrorCode.ReplyRefused, "The device answers before it was asked.", "packet");
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<FastbootUdpPacket> ExchangeAsync(FastbootUdpPacketKind kind, ReadOnlyMemory<byte> data, bool continues, int tries, CancellationToken ct)
    {
        var size = new FastbootUdpPacket(kind, continues, sequence, data).Write(outgoing);
        for (var i = 0; i < tries; i++)
        {
            try
            {
                await socket.SendAsync(outgoing.AsMemory(0, size), SocketFlags.None, ct).ConfigureAwait(false);
                if (await AnswerAsync(kind, ct).ConfigureAwait(false) is { } packet)
                {
                    sequence++;
                    return packet;
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // Nobody listens there yet, or any more; a device that restarts comes back.
                await Task.Delay(Wait, ct).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                throw new ProtocolException(ProtocolErrorCode.ConnectionClosed, e.Message, inner: e);
            }
        }

        throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The device does not answer.");
    }

    // The answer to the packet that was sent; null when none came in time. Late answers to earlier ones are passed over.
    private async Task<FastbootUdpPacket?> AnswerAsync(FastbootUdpPacketKind kind, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Wait);
        try
        {
            while (true)
            {
                var size = await socket.ReceiveAsync(incoming, SocketFlags.None, deadline.Token).ConfigureAwait(false);
                var packet = FastbootUdpPacket.Parse(incoming.AsMemory(0, size));
                if (packet.Sequence != sequence)
                {
                    continue;
                }

                if (packet.Kind == FastbootUdpPacketKind.Error)
                {
                    throw new ProtocolException(ProtocolErrorCode.ReplyRefused, $"The device refuses: {FastbootText.Printable(Encoding.UTF8.GetString(packet.Data.Span))}", "packet");
                }

                if (packet.Kind == kind)
                {
                    return packet;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

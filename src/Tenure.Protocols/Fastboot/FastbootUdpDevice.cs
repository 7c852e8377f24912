using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>The device side of fastboot over UDP: answers each packet of the host with exactly one of its own.</summary>
/// <remarks>
/// AOSP fastboot README, "UDP Protocol v1". The packet that is expected is carried out and its answer remembered; the one before it gets that answer once more,
/// since it was lost; all others are ignored. Another host can begin only between two messages, or when this one has been silent for too long.
/// </remarks>
internal sealed class FastbootUdpDevice(Socket socket, FastbootTimeouts timeouts) : IFastbootWire
{
    // A host that missed the last answer asks again after half a second.
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(1);

    private readonly byte[] incoming = new byte[FastbootUdpPacket.MaxSize + 1];
    private readonly byte[] answer = new byte[FastbootUdpPacket.MaxSize];
    private readonly SocketAddress sender = new(socket.AddressFamily);
    private SocketAddress? host;
    private ushort expected = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
    private int answerSize;
    private int largest;
    private bool begun;

    /// <summary>Waits until a host begins a session.</summary>
    public async Task AcceptAsync(CancellationToken ct)
    {
        while (!begun)
        {
            host = null;
            try
            {
                await ReceiveAsync(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(false);
            }
            catch (ProtocolException)
            {
                // A session that begins is told as the end of the one before; an offer that was refused leaves nothing to do.
            }
        }

        begun = false;
    }

    /// <inheritdoc/>
    public TimeSpan Patience => timeouts.Silence;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadMessageAsync(int maxBytes, CancellationToken ct)
    {
        var message = new MemoryStream();
        while (true)
        {
            var packet = await ReceiveAsync(message.Length == 0 ? Timeout.InfiniteTimeSpan : timeouts.Silence, ct).ConfigureAwait(false);
            if (message.Length + packet.Data.Length > maxBytes)
            {
                throw await RefuseAsync(packet, ProtocolErrorCode.TooLarge, $"A message has at most {maxBytes} bytes.", ct).ConfigureAwait(false);
            }

            message.Write(packet.Data.Span);
            await AnswerAsync(packet with { Continues = false, Data = default }, ct).ConfigureAwait(false);
            if (!packet.Continues && message.Length > 0)
            {
                return message.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    public Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => WriteDataAsync(message, ct);

    /// <inheritdoc/>
    public async Task ReadDataAsync(Memory<byte> data, CancellationToken ct)
    {
        while (!data.IsEmpty)
        {
            var packet = await ReceiveAsync(timeouts.Silence, ct).ConfigureAwait(false);
            if (packet.Data.IsEmpty || packet.Data.Length > data.Length)
            {
                throw await RefuseAsync(packet, ProtocolErrorCode.Malformed, "A packet is empty or reaches past the end of the data.", ct).ConfigureAwait(false);
            }

            packet.Data.CopyTo(data);
            data = data[packet.Data.Length..];
            await AnswerAsync(packet with { Continues = false, Data = default }, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task WriteDataAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        do
        {
            var packet = await ReceiveAsync(timeouts.Silence, ct).ConfigureAwait(false);
            if (!packet.Data.IsEmpty)
            {
                throw await RefuseAsync(packet, ProtocolErrorCode.Malformed, "The device has something to say first.", ct).ConfigureAwait(false);
            }

            var piece = data[..Math.Min(data.Length, largest - FastbootUdpPacket.HeaderSize)];
            data = data[piece.Length..];
            await AnswerAsync(packet with { Continues = !data.IsEmpty, Data = piece }, ct).ConfigureAwait(false);
        }
        while (!data.IsEmpty);
    }

    /// <summary>Before the device leaves: the last answer may have been lost, and the host asks for it again.</summary>
    public async Task PartAsync(CancellationToken ct)
    {
        try
        {
            await ReceiveAsync(Parting, ct).ConfigureAwait(false);
        }
        catch (ProtocolException)
        {
            // Nobody asked, which is the usual case.
        }
    }

    // The next packet of this session's host. A host that begins a session ends the one that was.
    private async Task<FastbootUdpPacket> ReceiveAsync(TimeSpan wait, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(wait);
        while (await ReadAsync(deadline.Token, ct).ConfigureAwait(false) is var (packet, isHost))
        {
            switch (packet)
            {
                case { Kind: FastbootUdpPacketKind.Query }:
                    await SendNumberAsync(packet, ct).ConfigureAwait(false);
                    break;
                case { Kind: FastbootUdpPacketKind.Init } when packet.Sequence == expected && (isHost || wait == Timeout.InfiniteTimeSpan):
                    await BeginAsync(packet, ct).ConfigureAwait(false);
                    throw new ProtocolException(ProtocolErrorCode.ConnectionClosed, "A host began a new session.");
                case { Kind: FastbootUdpPacketKind.Fastboot } when isHost && packet.Sequence == expected && packet.Data.Length <= largest - FastbootUdpPacket.HeaderSize:
                    return packet;
                case { Kind: FastbootUdpPacketKind.Fastboot or FastbootUdpPacketKind.Init } when isHost && packet.Sequence == (ushort)(expected - 1):
                    await socket.SendToAsync(answer.AsMemory(0, answerSize), SocketFlags.None, host!, ct).ConfigureAwait(false);
                    break;
                default:
                    // Late, early, or somebody else's.
                    break;
            }
        }

        throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The peer said nothing for too long.");
    }

    // A packet, and whether it is from this session's host; null when nothing came in time.
    private async Task<(FastbootUdpPacket Packet, bool IsHost)?> ReadAsync(CancellationToken deadline, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var size = await socket.ReceiveFromAsync(incoming, SocketFlags.None, sender, deadline).ConfigureAwait(false);
                return (FastbootUdpPacket.Parse(incoming.AsMemory(0, size)), sender.Equals(host));
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
            catch (ProtocolException)
            {
                // Anybody can send anything; it has no session to end.
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.MessageSize)
            {
                // Somebody went away before our answer came, or sent more than any packet has.
            }
        }
    }

    private async Task BeginAsync(FastbootUdpPacket init, CancellationToken ct)
    {
        host = new(sender.Family, sender.Size);
        sender.Buffer.Span[..sender.Size].CopyTo(host.Buffer.Span);
        host.Size = sender.Size;
        try
        {
            largest = init.Agree();
        }
        catch (ProtocolException e)
        {
            await RefuseAsync(init, e.Code, e.Message, ct).ConfigureAwait(false);
            host = null;
            throw;
        }

        begun = true;
        await AnswerAsync(init with { Continues = false, Data = FastbootUdpPacket.Offer(FastbootUdpPacket.MaxSize) }, ct).ConfigureAwait(false);
    }

    private async Task SendNumberAsync(FastbootUdpPacket query, CancellationToken ct)
    {
        // Not remembered: a query is outside of the count, and its answer is never more than what was asked.
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(number, expected);
        var bytes = new byte[FastbootUdpPacket.HeaderSize + number.Length];
        (query with { Continues = false, Data = number }).Write(bytes);
        await socket.SendToAsync(bytes, SocketFlags.None, sender, ct).ConfigureAwait(false);
    }

    private async Task AnswerAsync(FastbootUdpPacket packet, CancellationToken ct)
    {
        answerSize = packet.Write(answer);
        expected++;
        await socket.SendToAsync(answer.AsMemory(0, answerSize), SocketFlags.None, host!, ct).ConfigureAwait(false);
    }

    private async Task<ProtocolException> RefuseAsync(FastbootUdpPacket packet, ProtocolErrorCode code, string reason, CancellationToken ct)
    {
        await AnswerAsync(packet with { Kind = FastbootUdpPacketKind.Error, Continues = false, Data = Encoding.UTF8.GetBytes(reason) }, ct).ConfigureAwait(false);
        return new ProtocolException(code, reason, "packet");
    }
}

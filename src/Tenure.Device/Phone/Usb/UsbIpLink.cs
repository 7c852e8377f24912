using System.Buffers.Binary;
using System.Threading.Channels;
using Tenure.Protocols.Links;

namespace Tenure.Device.Phone.Usb;

/// <summary>The device's end of an attached USB device: each request of the host to write is a transfer, and what is written here fills the host's requests to read.</summary>
internal sealed class UsbIpLink : IFlashLink
{
    public const uint Bus = 1;
    public const uint Device = 1;

    private const uint Submit = 1;
    private const uint Unlink = 2;
    private const uint SubmitDone = 3;
    private const uint UnlinkDone = 4;
    private const int HeadSize = 48;
    private const int MaxTransfer = 1 << 20;
    private const int Stalled = -32;
    private const int Unlinked = -104;

    private readonly Stream connection;
    private readonly UsbIdentity identity;
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly Channel<Request> written = Channel.CreateBounded<Request>(64);
    private readonly Lock gate = new();
    private readonly HashSet<uint> open = [];
    private readonly LinkedList<Request> wanted = [];
    private readonly SemaphoreSlim isWanted = new(0);
    private readonly Task pump;
    private ReadOnlyMemory<byte> begun;
    private int disposed;

    public UsbIpLink(Stream connection, UsbIdentity identity)
    {
        (this.connection, this.identity) = (connection, identity);
        pump = Task.Run(PumpAsync);
    }

    public LinkKind Kind => LinkKind.Message;

    public int PacketSize => UsbDescriptors.PacketSize;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var request = await written.Reader.ReadAsync(ct).ConfigureAwait(false);
                if (request.Bytes.Length > buffer.Length)
                {
                    throw new IOException("A transfer is longer than anything here.");
                }

                // Nothing of one that was taken back meanwhile counts: its host sends it again, or has given it up.
                if (await ReplyAsync(request, 0, request.Bytes.Length, ReadOnlyMemory<byte>.Empty, closing.Token).ConfigureAwait(false))
                {
                    request.Bytes.CopyTo(buffer);
                    return request.Bytes.Length;
                }
            }
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("The host detached the device.", e);
        }
    }

    // A transfer ends by a packet that is not full; until then it may fill several requests, or a part of one.
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var isShort = bytes.Length % PacketSize != 0 || bytes.IsEmpty;
        var rest = begun.IsEmpty ? bytes : (byte[])[.. begun.Span, .. bytes.Span];
        begun = default;
        do
        {
            var request = await WantedAsync(ct).ConfigureAwait(false);
            var part = rest[..Math.Min(rest.Length, request.Wanted)];
            if (part.Length < request.Wanted && !isShort)
            {
                begun = part.ToArray();
                isWanted.Release();
                return;
            }

            // What a request that was taken back would have brought the next one brings.
            if (await ReplyAsync(request, 0, part.Length, part, closing.Token).ConfigureAwait(false))
            {
                rest = rest[part.Length..];
                isShort &= !rest.IsEmpty;
            }
        }
        while (!rest.IsEmpty || isShort);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
        await pump.ConfigureAwait(false);
        closing.Dispose();
        sending.Dispose();
        isWanted.Dispose();
    }

    private async Task<Request> WantedAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, closing.Token);
        while (true)
        {
            await isWanted.WaitAsync(either.Token).ConfigureAwait(false);
            lock (gate)
            {
                // One that was taken back left its place empty.
                if (wanted.First is { } first)
                {
                    return first.Value;
                }
            }

            if (pump.IsCompleted)
            {
                throw new IOException("The host detached the device.");
            }
        }
    }

    private async Task PumpAsync()
    {
        var head = new byte[HeadSize];
        try
        {
            while (true)
            {
                await connection.ReadExactlyAsync(head, closing.Token).ConfigureAwait(false);
                await HandleAsync(head).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Detached.
        }
        finally
        {
            written.Writer.TryComplete();
            if (!closing.IsCancellationRequested)
            {
                isWanted.Release(1 << 10);
            }
        }
    }

    private async Task HandleAsync(byte[] head)
    {
        var (command, number, isIn, endpoint) = (U32(head, 0), U32(head, 4), U32(head, 12) == 1, U32(head, 16));
        var length = (int)U32(head, 24);
        if (command == Unlink)
        {
            await UnlinkAsync(number, U32(head, 20)).ConfigureAwait(false);
            return;
        }

        if (command != Submit || length is < 0 or > MaxTransfer)
        {
            throw new IOException("Not USB/IP, or more than anything here is long.");
        }

        var request = new Request(number, length);
        lock (gate)
        {
            open.Add(number);
        }

        if (!isIn)
        {
            request.Bytes = new byte[length];
            await connection.ReadExactlyAsync(request.Bytes, closing.Token).ConfigureAwait(false);
        }

        switch (endpoint, isIn)
        {
            case (0, _):
                await ControlAsync(request, head.AsMemory(40, 8)).ConfigureAwait(false);
                break;
            case (1, false):
                await written.Writer.WriteAsync(request, closing.Token).ConfigureAwait(false);
                break;
            case (1, true):
                lock (gate)
                {
                    wanted.AddLast(request);
                }

                isWanted.Release();
                break;
            default:
                await ReplyAsync(request, Stalled, 0, ReadOnlyMemory<byte>.Empty, closing.Token).ConfigureAwait(false);
                break;
        }
    }

    // Descriptors are told; what sets something is taken, and sets nothing: there is one configuration with one interface.
    private Task<bool> ControlAsync(Request request, ReadOnlyMemory<byte> setup)
    {
        const byte GetStatus = 0x00;
        const byte ClearFeature = 0x01;
        const byte GetDescriptor = 0x06;
        const byte GetConfiguration = 0x08;
        const byte SetConfiguration = 0x09;
        const byte SetInterface = 0x0b;
        var (kind, value) = (setup.Span[1], BinaryPrimitives.ReadUInt16LittleEndian(setup.Span[2..]));
        var answer = kind switch
        {
            GetDescriptor => UsbDescriptors.Find(identity, value),
            GetStatus => [0, 0],
            GetConfiguration => [1],
            ClearFeature or SetConfiguration or SetInterface => [],
            _ => null,
        };
        if (answer is null)
        {
            return ReplyAsync(request, Stalled, 0, ReadOnlyMemory<byte>.Empty, closing.Token);
        }

        var part = answer.AsMemory(0, Math.Min(answer.Length, request.Wanted));
        return ReplyAsync(request, 0, part.Length, part, closing.Token);
    }

    // A request is answered, or taken back: after the one there is no other.
    private async Task UnlinkAsync(uint number, uint which)
    {
        var reply = new byte[HeadSize];
        BinaryPrimitives.WriteUInt32BigEndian(reply, UnlinkDone);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4), number);
        await SendAsync(
            () =>
            {
                BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(20), Take(which) ? Unlinked : 0);
                return true;
            },
            reply,
            closing.Token).ConfigureAwait(false);
    }

    private async Task<bool> ReplyAsync(Request request, int status, int length, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var reply = new byte[HeadSize + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(reply, SubmitDone);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4), request.Number);
        BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(20), status);
        BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(24), length);
        bytes.CopyTo(reply.AsMemory(HeadSize));
        var isOpen = false;
        await SendAsync(() => isOpen = Take(request.Number), reply, ct).ConfigureAwait(false);
        return isOpen;
    }

    private bool Take(uint number)
    {
        lock (gate)
        {
            if (wanted.FirstOrDefault(request => request.Number == number) is { } request)
            {
                wanted.Remove(request);
            }

            return open.Remove(number);
        }
    }

    // In the order in which it was decided.
    private async Task SendAsync(Func<bool> decide, byte[] bytes, CancellationToken ct)
    {
        await sending.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (decide())
            {
                await connection.WriteAsync(bytes, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            sending.Release();
        }
    }

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private sealed class Request(uint number, int wanted)
    {
        public uint Number => number;

        /// <summary>Bytes that the host has room for.</summary>
        public int Wanted => wanted;

        /// <summary>What the host writes.</summary>
        public byte[] Bytes { get; set; } = [];
    }
}

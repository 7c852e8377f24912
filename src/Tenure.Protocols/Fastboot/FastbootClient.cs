using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Fastboot;

/// <summary>The host side of fastboot over TCP, UDP or USB. One command at a time; not for several threads.</summary>
public sealed class FastbootClient : IAsyncDisposable
{
    /// <summary>The port a device listens on when nothing else is said.</summary>
    public const int DefaultPort = 5554;

    // A device that shows lines for ever would fill the memory.
    private const int MaxInfoLines = 10_000;

    // What stays in a core's own cache from the read to the write.
    private const int PieceSize = 1 << 18;

    private readonly IFastbootWire wire;

    private FastbootClient(IFastbootWire wire) => this.wire = wire;

    /// <summary>Hears of each wait before it begins: for an answer, for a write that comes to its end, and for a device that takes nothing meanwhile.</summary>
    public IProgress<LinkWait>? Waits { get; set; }

    /// <summary>Connects and shakes hands.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="ProtocolException">The peer does not speak fastboot.</exception>
    public static async Task<FastbootClient> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, ct).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new(await FastbootTcp.OpenAsync(socket, new FastbootTimeouts { Handshake = TimeSpan.FromSeconds(30) }, ct).ConfigureAwait(false));
    }

    /// <summary>Begins a session over UDP.</summary>
    /// <exception cref="SocketException">There is no way there.</exception>
    /// <exception cref="ProtocolException">Nobody answers, or something that does not speak fastboot.</exception>
    public static async Task<FastbootClient> ConnectUdpAsync(string host, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(host, port, ct).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new(await FastbootUdpHost.OpenAsync(socket, ct).ConfigureAwait(false));
    }

    /// <summary>Takes a byte stream and shakes hands.</summary>
    /// <exception cref="ProtocolException">The peer does not speak fastboot.</exception>
    public static async Task<FastbootClient> OpenAsync(Stream stream, FastbootTimeouts timeouts, CancellationToken ct) =>
        new(await FastbootTcp.OpenAsync(stream, timeouts, ct).ConfigureAwait(false));

    /// <summary>Takes the pipes of a device on USB.</summary>
    /// <param name="link">Disposed with the client.</param>
    /// <param name="timeouts">How long a silent device is waited for.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="ProtocolException">The device went away, or never stops talking.</exception>
    public static async Task<FastbootClient> OpenAsync(IFlashLink link, FastbootTimeouts timeouts, CancellationToken ct) =>
        new(await FastbootUsb.OpenAsync(link, timeouts, ct).ConfigureAwait(false));

    /// <summary>Sends a command and waits for OKAY or FAIL.</summary>
    /// <param name="command">Printable ASCII.</param>
    /// <param name="ct">Gives up; the connection is of no use afterwards.</param>
    /// <exception cref="ProtocolException">The device broke the protocol, announced data, or went away.</exception>
    public async Task<FastbootResponse> SendAsync(string command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var info = await BeginAsync(command, ct).ConfigureAwait(false);
        var isWrite = command.StartsWith("flash:", StringComparison.Ordinal) || command.StartsWith("erase:", StringComparison.Ordinal);
        return End(await ReadReplyAsync(info, isWrite ? WaitReason.FinalResponse : WaitReason.Response, ct).ConfigureAwait(false), info);
    }

    /// <summary>Asks for a variable.</summary>
    /// <returns>Its value; <c>null</c> when the device does not know it.</returns>
    /// <exception cref="ProtocolException">The device broke the protocol or went away.</exception>
    public async Task<string?> GetVariableAsync(string name, CancellationToken ct) =>
        await SendAsync($"getvar:{name}", ct).ConfigureAwait(false) is { Succeeded: true } response ? response.Text : null;

    /// <summary>Puts bytes into the device's download buffer.</summary>
    /// <exception cref="ProtocolException">The device broke the protocol or went away.</exception>
    public async Task<FastbootResponse> DownloadAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        var info = await BeginAsync(string.Create(CultureInfo.InvariantCulture, $"download:{data.Length:x8}"), ct).ConfigureAwait(false);
        var reply = await ReadReplyAsync(info, ct).ConfigureAwait(false);
        if (reply.Kind != FastbootReplyKind.Data)
        {
            return End(reply, info);
        }

        if (reply.DataBytes != (uint)data.Length)
        {
            throw new ProtocolException(ProtocolErrorCode.ReplyRefused, "The device asks for another number of bytes.", "reply");
        }

        await wire.WriteDataAsync(data, ct).ConfigureAwait(false);
        return End(await ReadReplyAsync(info, ct).ConfigureAwait(false), info);
    }

    /// <summary>Puts bytes of a stream into the device's download buffer, without holding them in memory.</summary>
    /// <param name="data">From its place on.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="progress">Hears how many bytes were handed over.</param>
    /// <param name="ct">Gives up; the connection is of no use afterwards.</param>
    /// <exception cref="ProtocolException">The device broke the protocol or went away.</exception>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public async Task<FastbootResponse> DownloadAsync(Stream data, uint length, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(data);
        var info = await BeginAsync(string.Create(CultureInfo.InvariantCulture, $"download:{length:x8}"), ct).ConfigureAwait(false);
        var reply = await ReadReplyAsync(info, ct).ConfigureAwait(false);
        if (reply.Kind != FastbootReplyKind.Data)
        {
            return End(reply, info);
        }

        if (reply.DataBytes != length)
        {
            throw new ProtocolException(ProtocolErrorCode.ReplyRefused, "The device asks for another number of bytes.", "reply");
        }

        // One frame over TCP: a device wakes for each head.
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, PieceSize));
        await (length == 0 ? Task.CompletedTask : wire.BeginDataAsync(length, ct)).ConfigureAwait(false);
        for (var sent = 0L; sent < length;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - sent));
            await data.ReadExactlyAsync(piece, ct).ConfigureAwait(false);
            var writing = wire.WritePartAsync(piece, ct);
            if (!writing.IsCompleted)
            {
                // What is taken at once is no wait.
                Wait(WaitReason.Taken);
            }

            await writing.ConfigureAwait(false);
            sent += piece.Length;
            progress?.Report(sent);
        }

        return End(await ReadReplyAsync(info, ct).ConfigureAwait(false), info);
    }

    /// <summary>Fetches what the device has staged.</summary>
    /// <param name="maxBytes">More is refused.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="ProtocolException">The device broke the protocol, has more to send, or went away.</exception>
    public async Task<FastbootResponse> UploadAsync(int maxBytes, CancellationToken ct)
    {
        var info = await BeginAsync("upload", ct).ConfigureAwait(false);
        var reply = await ReadReplyAsync(info, ct).ConfigureAwait(false);
        if (reply.Kind != FastbootReplyKind.Data)
        {
            return End(reply, info);
        }

        if (reply.DataBytes > (uint)maxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, $"At most {maxBytes} bytes are taken.", "reply");
        }

        var data = new byte[reply.DataBytes];
        await wire.ReadDataAsync(data, ct).ConfigureAwait(false);
        return End(await ReadReplyAsync(info, ct).ConfigureAwait(false), info) with { Data = data };
    }

    /// <summary>Downloads an image and writes it to a partition; ends at the first FAIL.</summary>
    /// <exception cref="ProtocolException">The device broke the protocol or went away.</exception>
    public async Task<FastbootResponse> FlashAsync(string partition, ReadOnlyMemory<byte> image, CancellationToken ct)
    {
        var downloaded = await DownloadAsync(image, ct).ConfigureAwait(false);
        return downloaded.Succeeded ? await SendAsync($"flash:{partition}", ct).ConfigureAwait(false) : downloaded;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        switch (wire)
        {
            case IAsyncDisposable stream:
                await stream.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable socket:
                socket.Dispose();
                break;
        }
    }

    private async Task<List<string>> BeginAsync(string command, CancellationToken ct)
    {
        await wire.WriteMessageAsync(Encoding.ASCII.GetBytes(command), ct).ConfigureAwait(false);
        return [];
    }

    private void Wait(WaitReason reason) => Waits?.Report(new(reason, TimeProvider.System.GetUtcNow() + wire.Patience));

    private Task<FastbootReply> ReadReplyAsync(List<string> info, CancellationToken ct) => ReadReplyAsync(info, WaitReason.Response, ct);

    private async Task<FastbootReply> ReadReplyAsync(List<string> info, WaitReason reason, CancellationToken ct)
    {
        while (info.Count < MaxInfoLines)
        {
            // Each line begins the wait anew.
            Wait(reason);
            var message = await wire.ReadMessageAsync(FastbootReply.MaxBytes, ct).ConfigureAwait(false)
                ?? throw new ProtocolException(ProtocolErrorCode.ConnectionClosed, "The device closed the connection before it answered.");
            var reply = FastbootReply.Parse(message);
            if (reply.Kind is not (FastbootReplyKind.Info or FastbootReplyKind.Text))
            {
                return reply;
            }

            info.Add(reply.Text);
        }

        throw new ProtocolException(ProtocolErrorCode.TooLarge, "The device shows too many lines.", "reply");
    }

    private static FastbootResponse End(FastbootReply reply, List<string> info) => reply.Kind == FastbootReplyKind.Data
        ? throw new ProtocolException(ProtocolErrorCode.ReplyRefused, "The device announces data where none is expected.", "reply")
        : new(reply.Kind == FastbootReplyKind.Okay, reply.Text, info);
}

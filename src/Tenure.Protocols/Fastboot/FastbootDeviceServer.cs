using System.Net.Sockets;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Fastboot;

/// <summary>The device side of fastboot over TCP, UDP and USB: serves one host after the other until the device leaves its bootloader.</summary>
/// <remarks>
/// Holds the download buffer. A host that breaks the protocol or goes away costs its own connection and a partial download, and nothing else.
/// </remarks>
/// <param name="target">The device.</param>
/// <param name="timeouts">How long a silent host is waited for; <c>null</c> for the usual.</param>
/// <param name="hostLost">Told when a connection ended other than by the host closing it between two commands; for a log.</param>
public sealed class FastbootDeviceServer(IFastbootTarget target, FastbootTimeouts? timeouts = null, Action<ProtocolException>? hostLost = null) : IDisposable
{
    // Longer commands get a reason; above this the frame is not even read.
    private const int MaxFrame = 4096;

    private readonly FastbootTimeouts timeouts = timeouts ?? new();
    private readonly FastbootDownload download = new();

    // A device does one thing at a time, whichever way it was asked.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Takes connections until a command makes the device leave.</summary>
    /// <param name="listener">Started by the caller, and stopped by them.</param>
    /// <param name="ct">Switches the device off.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<FastbootExit> ServeAsync(TcpListener listener, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(listener);
        while (true)
        {
            var socket = await listener.AcceptSocketAsync(ct).ConfigureAwait(false);
            if (await ServeAsync(() => FastbootTcp.OpenAsync(socket, timeouts, ct), ct).ConfigureAwait(false) is { } exit)
            {
                return exit;
            }
        }
    }

    /// <summary>Takes sessions over UDP until a command makes the device leave.</summary>
    /// <param name="socket">Bound by the caller, and disposed by them.</param>
    /// <param name="ct">Switches the device off.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<FastbootExit> ServeAsync(Socket socket, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var wire = new FastbootUdpDevice(socket, timeouts);
        while (true)
        {
            await wire.AcceptAsync(ct).ConfigureAwait(false);
            try
            {
                if (await ServeAsync(wire, ct).ConfigureAwait(false) is { } exit)
                {
                    await wire.PartAsync(ct).ConfigureAwait(false);
                    return exit;
                }
            }
            catch (ProtocolException e)
            {
                hostLost?.Invoke(e);
            }
        }
    }

    /// <summary>Listens on both, and leaves when a command over either says so.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<FastbootExit> ServeAsync(TcpListener listener, Socket socket, CancellationToken ct)
    {
        using var off = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task<FastbootExit>[] ways = [ServeAsync(listener, off.Token), ServeAsync(socket, off.Token)];
        var first = await Task.WhenAny(ways).ConfigureAwait(false);
        await off.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(ways).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }

    /// <summary>Serves over one USB cable after the other until a command makes the device leave.</summary>
    /// <param name="accept">The next cable; disposed here.</param>
    /// <param name="ct">Switches the device off.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<FastbootExit> ServeAsync(Func<CancellationToken, ValueTask<IFlashLink>> accept, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(accept);
        while (true)
        {
            var wire = new FastbootUsb(await accept(ct).ConfigureAwait(false), timeouts, isHost: false);
            await using (wire.ConfigureAwait(false))
            {
                if (await ServeAsync(wire, ct).ConfigureAwait(false) is { } exit)
                {
                    return exit;
                }
            }
        }
    }

    /// <summary>Serves one connection to its end.</summary>
    /// <returns>How the device leaves; <c>null</c> when the host only went away.</returns>
    public Task<FastbootExit?> ServeAsync(Stream stream, CancellationToken ct) => ServeAsync(() => FastbootTcp.OpenAsync(stream, timeouts, ct), ct);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<FastbootExit?> ServeAsync(Func<Task<FastbootTcp>> open, CancellationToken ct)
    {
        try
        {
            var wire = await open().ConfigureAwait(false);
            await using (wire.ConfigureAwait(false))
            {
                return await ServeAsync(wire, ct).ConfigureAwait(false);
            }
        }
        catch (ProtocolException e)
        {
            hostLost?.Invoke(e);
            return null;
        }
    }

    // A cable stays when a program that used it has gone: what that one did wrong ends its command, and no more.
    private async Task<FastbootExit?> ServeAsync(FastbootUsb wire, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ServeAsync((IFastbootWire)wire, ct).ConfigureAwait(false);
            }
            catch (ProtocolException e)
            {
                hostLost?.Invoke(e);
                if (e.Code == ProtocolErrorCode.ConnectionClosed)
                {
                    return null;
                }
            }
        }
    }

    private async Task<FastbootExit?> ServeAsync(IFastbootWire wire, CancellationToken ct)
    {
        while (await wire.ReadMessageAsync(MaxFrame, ct).ConfigureAwait(false) is { } message)
        {
            await turn.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                var result = await AnswerAsync(wire, message, ct).ConfigureAwait(false);
                await ReplyAsync(wire, result, ct).ConfigureAwait(false);
                if (result.Exit is { } exit)
                {
                    return exit;
                }
            }
            finally
            {
                turn.Release();
            }
        }

        return null;
    }

    private async Task<FastbootResult> AnswerAsync(IFastbootWire wire, byte[] message, CancellationToken ct)
    {
        FastbootCommand command;
        try
        {
            command = FastbootCommand.Parse(message);
        }
        catch (ProtocolException e)
        {
            return FastbootResult.Fail(e.Message);
        }

        return string.Equals(command.Name, "download", StringComparison.Ordinal)
            ? await DownloadAsync(wire, command, ct).ConfigureAwait(false)
            : await target.ExecuteAsync(command, new FastbootSession(wire, download), ct).ConfigureAwait(false);
    }

    private async Task<FastbootResult> DownloadAsync(IFastbootWire wire, FastbootCommand command, CancellationToken ct)
    {
        if (!FastbootHex.TryParse(command.Argument, out var bytes) || bytes is 0 or > int.MaxValue)
        {
            return FastbootResult.Fail("a download has 00000001 to 7fffffff bytes");
        }

        if (target.RefuseDownload(bytes) is { } reason)
        {
            return FastbootResult.Fail(reason);
        }

        // The old download goes first, and the new one counts only when it is whole.
        download.Bytes = default;
        var buffer = GC.AllocateUninitializedArray<byte>((int)bytes);
        await wire.WriteMessageAsync(FastbootReply.Data(bytes).Encode(), ct).ConfigureAwait(false);
        await wire.ReadDataAsync(buffer, ct).ConfigureAwait(false);
        download.Bytes = buffer;
        return FastbootResult.Okay();
    }

    private static async Task ReplyAsync(IFastbootWire wire, FastbootResult result, CancellationToken ct)
    {
        if (result.Upload is { Length: > 0 } upload)
        {
            await wire.WriteMessageAsync(FastbootReply.Data((uint)upload.Length).Encode(), ct).ConfigureAwait(false);
            await wire.WriteDataAsync(upload, ct).ConfigureAwait(false);
        }

        var kind = result.Succeeded ? FastbootReplyKind.Okay : FastbootReplyKind.Fail;
        await wire.WriteMessageAsync(new FastbootReply(kind, result.Text).Encode(), ct).ConfigureAwait(false);
    }
}

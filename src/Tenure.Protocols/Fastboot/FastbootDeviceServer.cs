using System.Net.Sockets;

namespace Tenure.Protocols.Fastboot;

/// <summary>The device side of fastboot over TCP: serves one host after the other until the device leaves its bootloader.</summary>
/// <remarks>
/// Holds the download buffer. A host that breaks the protocol or goes away costs its own connection and a partial download, and nothing else.
/// </remarks>
/// <param name="target">The device.</param>
/// <param name="timeouts">How long a silent host is waited for; <c>null</c> for the usual.</param>
/// <param name="hostLost">Told when a connection ended other than by the host closing it between two commands; for a log.</param>
public sealed class FastbootDeviceServer(IFastbootTarget target, FastbootTimeouts? timeouts = null, Action<ProtocolException>? hostLost = null)
{
    // Longer commands get a reason; above this the frame is not even read.
    private const int MaxFrame = 4096;

    private readonly FastbootTimeouts timeouts = timeouts ?? new();
    private readonly FastbootDownload download = new();

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

    /// <summary>Serves one connection to its end.</summary>
    /// <returns>How the device leaves; <c>null</c> when the host only went away.</returns>
    public Task<FastbootExit?> ServeAsync(Stream stream, CancellationToken ct) => ServeAsync(() => FastbootTcp.OpenAsync(stream, timeouts, ct), ct);

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

    private async Task<FastbootExit?> ServeAsync(FastbootTcp wire, CancellationToken ct)
    {
        while (await wire.ReadMessageAsync(MaxFrame, ct).ConfigureAwait(false) is { } message)
        {
            var result = await AnswerAsync(wire, message, ct).ConfigureAwait(false);
            await ReplyAsync(wire, result, ct).ConfigureAwait(false);
            if (result.Exit is { } exit)
            {
                return exit;
            }
        }

        return null;
    }

    private async Task<FastbootResult> AnswerAsync(FastbootTcp wire, byte[] message, CancellationToken ct)
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

    private async Task<FastbootResult> DownloadAsync(FastbootTcp wire, FastbootCommand command, CancellationToken ct)
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

    private static async Task ReplyAsync(FastbootTcp wire, FastbootResult result, CancellationToken ct)
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

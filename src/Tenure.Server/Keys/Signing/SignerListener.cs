using System.Net.Sockets;
using Tenure.Protocols;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Keys.Signing;

/// <summary>Serves a desk on a Unix socket: many connections at once, on each one request after the other.</summary>
internal sealed class SignerListener(SigningDesk desk, SignerLog log)
{
    private const int MostConnections = 256;
    private const int Backlog = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>Binds the socket. Nobody can connect before its mode is set.</summary>
    /// <param name="path">Where; a socket of a signer that died is replaced.</param>
    /// <param name="forGroup">Whether the group may connect, too; else only the user.</param>
    /// <exception cref="KeyFileException">Somebody listens there, or the path cannot be used.</exception>
    public static async Task<Socket> BindAsync(string path, bool forGroup, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var address = new UnixDomainSocketEndPoint(path);
            await RemoveStaleAsync(path, address, ct);
            socket.Bind(address);
            if (!OperatingSystem.IsWindows())
            {
                const UnixFileMode User = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                File.SetUnixFileMode(path, forGroup ? User | UnixFileMode.GroupRead | UnixFileMode.GroupWrite : User);
            }

            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new KeyFileException($"The signer cannot listen on {path}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is told to end.</summary>
    public async Task RunAsync(Socket listening, CancellationToken ct)
    {
        using var room = new SemaphoreSlim(MostConnections);
        var served = new HashSet<Task>();
        try
        {
            while (true)
            {
                await room.WaitAsync(ct);
                var connection = ServeAsync(await listening.AcceptAsync(ct), room, ct);
                served.RemoveWhere(task => task.IsCompleted);
                served.Add(connection);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(Socket socket, SemaphoreSlim room, CancellationToken ct)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ReadAsync(stream, ct) is { } request)
            {
                var answer = await desk.AnswerAsync(request);
                using var limit = Limit(Patience, ct);
                await SignerFrame.WriteAsync(stream, answer, limit.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            if (!ct.IsCancellationRequested && e is not OperationCanceledException)
            {
                log.ConnectionLost(e.Message);
            }
        }
        finally
        {
            room.Release();
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken ct)
    {
        using var limit = Limit(Idle, ct);
        return await SignerFrame.ReadAsync(stream, Patience, limit.Token);
    }

    private static CancellationTokenSource Limit(TimeSpan time, CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time);
        return limit;
    }

    private static async Task RemoveStaleAsync(string path, UnixDomainSocketEndPoint address, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(address, ct);
        }
        catch (SocketException)
        {
            // Nobody: it was left by one that died.
            File.Delete(path);
            return;
        }

        throw new KeyFileException($"Another signer listens on {path}.");
    }
}

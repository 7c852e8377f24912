using System.Collections.Concurrent;
using System.Net.Sockets;
using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Keys.Signing;

/// <summary>The line to a signer's socket. Connections are kept and used in turn, each by one request at a time.</summary>
internal sealed class SignerSocket(string path) : ISignerLine, IAsyncDisposable
{
    private const int MostConnections = 64;

    // A signer that is being started, or started again.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<NetworkStream> idle = [];
    private readonly SemaphoreSlim room = new(MostConnections);

    public void Begin()
    {
        // It runs by itself.
    }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        await room.WaitAsync(ct);
        try
        {
            if (idle.TryTake(out var kept))
            {
                try
                {
                    return await ExchangeAsync(kept, request, ct);
                }
                catch (IOException)
                {
                    // It was closed since: the signer was started again. The same question may be asked twice.
                }
            }

            return await ExchangeAsync(await ConnectAsync(ct), request, ct);
        }
        finally
        {
            room.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var stream))
        {
            await stream.DisposeAsync();
        }

        room.Dispose();
    }

    private async Task<byte[]> ExchangeAsync(NetworkStream stream, ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerPatience);
        try
        {
            await SignerFrame.WriteAsync(stream, request, limit.Token);
            var answer = await SignerFrame.ReadAsync(stream, AnswerPatience, limit.Token) ?? throw new IOException("The signer closed the connection.");
            idle.Add(stream);
            return answer;
        }
        catch (Exception e)
        {
            // What is on it now belongs to nobody.
            await stream.DisposeAsync();
            if (e is ProtocolException or SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                throw new IOException("The signer did not answer.", e);
            }

            throw;
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ConnectPatience);
        try
        {
            while (true)
            {
                if (await TryConnectAsync(limit.Token) is { } stream)
                {
                    return stream;
                }

                await Task.Delay(Pause, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new IOException("Nobody listens on the signer's socket.", e);
        }
    }

    private async Task<NetworkStream?> TryConnectAsync(CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tenure.Server.Tests.Platform;

/// <summary>A socket that takes one request after the other, byte by byte, and answers each with what it was told.</summary>
internal sealed class ListeningGateway : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task taking;

    public ListeningGateway(string? answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    {
        Answer = answer;
        listener.Start();
        taking = TakeAsync();
    }

    /// <summary>All of the answer; empty closes the connection without one, <c>null</c> keeps it until the other side closes it.</summary>
    public string? Answer { get; set; }

    /// <summary>Where it listens, without a path.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Everything that came, as it came.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await taking;
        listener.Dispose();
        end.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await using var stream = client.GetStream();
                Requests.Add(await ReadAsync(stream, end.Token));
                if (Answer is { } answer)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), end.Token);
                }
                else
                {
                    await WaitForCloseAsync(stream, end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(request.ToString()))
        {
            var count = await stream.ReadAsync(buffer, ct);
            if (count == 0)
            {
                break;
            }

            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return request.ToString();
    }

    private static async Task WaitForCloseAsync(NetworkStream stream, CancellationToken ct)
    {
        try
        {
            await stream.ReadExactlyAsync(new byte[1], ct);
        }
        catch (IOException)
        {
            // Closed, or cut by the death of the other side.
        }
    }

    private static bool IsWhole(string request)
    {
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        var length = request[..head].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        return length is null || Encoding.UTF8.GetByteCount(request[(head + 4)..]) >= int.Parse(length["Content-Length: ".Length..], CultureInfo.InvariantCulture);
    }
}

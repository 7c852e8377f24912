using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Sms;

/// <summary>Hands one SMS to the gateway over HTTP.</summary>
/// <remarks>
/// <para>Redirects are not followed and cookies not kept: the request holds a key, a number and a text, and goes to the address that was set and nowhere else. Neither URL nor
/// answer is logged, for the same reason.</para>
/// <para>A request goes once. <see cref="SocketsHttpHandler"/> by itself repeats one, three times, whose connection closed without an answer, and a gateway that failed after
/// it had taken the message would send it four times. So each message has a connection of its own, and no second one.</para>
/// </remarks>
internal sealed class SmsGateway(IOptions<SmsOptions> options)
{
    // What is looked for in an answer stands at its beginning; more is not read.
    private const int MaxAnswer = 16 * 1024;

    private readonly GatewayTemplate template = new(options.Value);
    private readonly AcceptedAnswer accepted = AcceptedAnswer.Of(options.Value)!;

    // A proxy would read what goes to a gateway on this machine.
    private readonly bool useProxy = options.Value.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends it, for at most <see cref="SmsOptions.Timeout"/>. Nothing else ends it: whether the gateway took a message is worth waiting for.</summary>
    /// <returns><c>null</c> when the gateway took it; otherwise why not, without number, text or key.</returns>
    public async Task<string?> SendAsync(string to, string text, string id)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout);
        var connection = new OneConnection();
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = useProxy, ConnectCallback = connection.OpenAsync });
            http.Timeout = Timeout.InfiniteTimeSpan;
            using var request = template.Fill(to, text, id);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await JudgeAsync(answer, limit.Token);
        }
        catch (HttpRequestException failure)
        {
            return (connection.WasAskedAgain ? HttpRequestError.ResponseEnded : failure.HttpRequestError).ToString();
        }
        catch (HttpIOException failure)
        {
            return failure.HttpRequestError.ToString();
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    private async Task<string?> JudgeAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        if (status < accepted.Least || status > accepted.Most)
        {
            return $"HTTP {status}";
        }

        return accepted.Text.Length == 0 || (await ReadAsync(answer, ct)).Contains(accepted.Text, StringComparison.Ordinal)
            ? null
            : $"HTTP {status}, and the answer is not the one of Sms:Accepted";
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxAnswer];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, ct));
    }

    private sealed class OneConnection
    {
        private bool wasOpened;

        public bool WasAskedAgain { get; private set; }

        public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken ct)
        {
            if (wasOpened)
            {
                WasAskedAgain = true;
                throw new IOException("A message goes once.");
            }

            wasOpened = true;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

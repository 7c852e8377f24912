using System.Text;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Sms;

/// <summary>Hands one SMS to the gateway over HTTP.</summary>
/// <remarks>
/// Redirects are not followed and cookies not kept: the request holds a key, a number and a text, and goes to the address that was set and nowhere else. Neither URL nor
/// answer is logged, for the same reason.
/// </remarks>
internal sealed class SmsGateway : IDisposable
{
    // What is looked for in an answer stands at its beginning; more is not read.
    private const int MaxAnswer = 16 * 1024;

    private readonly SmsOptions options;
    private readonly GatewayTemplate template;
    private readonly AcceptedAnswer accepted;
    private readonly HttpClient http;

    public SmsGateway(IOptions<SmsOptions> options)
    {
        this.options = options.Value;
        template = new GatewayTemplate(this.options);
        accepted = AcceptedAnswer.Of(this.options)!;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would read what goes to a gateway on this machine.
            UseProxy = this.options.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
            // A gateway that moves to another address is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends it, for at most <see cref="SmsOptions.Timeout"/>. Nothing else ends it: whether the gateway took a message is worth waiting for.</summary>
    /// <returns><c>null</c> when the gateway took it; otherwise why not, without number, text or key.</returns>
    public async Task<string?> SendAsync(string to, string text, string id)
    {
        using var limit = new CancellationTokenSource(options.Timeout);
        try
        {
            using var request = template.Fill(to, text, id);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            if (!accepted.Fits(status, accepted.Text))
            {
                return $"HTTP {status}";
            }

            return accepted.Text.Length == 0 || accepted.Fits(status, await ReadAsync(answer, limit.Token)) ? null : $"HTTP {status}, and the answer is not the one of Sms:Accepted";
        }
        catch (HttpRequestException failure)
        {
            return failure.HttpRequestError.ToString();
        }
        catch (IOException failure)
        {
            return failure.GetType().Name;
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxAnswer];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, ct));
    }
}

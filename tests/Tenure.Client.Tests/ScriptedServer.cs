using System.Net;
using System.Text;

namespace Tenure.Client.Tests;

/// <summary>Answers each request with the next line of a script, and keeps what was asked.</summary>
internal sealed class ScriptedServer(params IEnumerable<(HttpStatusCode Status, string MediaType, string Body)> answers) : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string MediaType, string Body)> answers = new(answers);

    /// <summary>What was asked, with the body as text.</summary>
    public List<(HttpRequestMessage Request, string Body)> Asked { get; } = [];

    public HttpClient Http() => new(this) { BaseAddress = new Uri("http://localhost") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add((request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        var (status, mediaType, body) = answers.Dequeue();
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (status == HttpStatusCode.TooManyRequests)
        {
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));
        }

        return response;
    }
}

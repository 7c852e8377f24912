namespace Tenure.Cli.Tests.Flash;

/// <summary>A client closes its handler; the server stays.</summary>
internal sealed class KeptServer(RestoreServer server) : HttpMessageHandler
{
    private readonly HttpMessageInvoker invoker = new(server, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            invoker.Dispose();
        }

        base.Dispose(disposing);
    }
}

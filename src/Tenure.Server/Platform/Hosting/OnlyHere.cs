using System.Net;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Lets nobody but this machine itself see what development shows: no proxy's visitor, and no page elsewhere that a browser here has open.</summary>
internal sealed class OnlyHere : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return IPAddress.IsLoopback(http.CallerAddress) && IsOurName(http.Request.Host.Host) && !WasForwarded(http.Request) && !IsFromAPage(http.Request)
            ? await next(context)
            : TypedResults.NotFound();
    }

    // A name that somebody points at loopback (DNS rebinding) is not ours.
    private static bool IsOurName(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool WasForwarded(HttpRequest request) => request.Headers.ContainsKey("Forwarded") || request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    // Browsers say so of every request that a page makes; a person who types the address is "none" or "same-origin".
    private static bool IsFromAPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}

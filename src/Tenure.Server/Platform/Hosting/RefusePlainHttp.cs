using Tenure.Domain;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Outside development nothing is served over plain HTTP: a redirect would come after the password was sent.</summary>
internal sealed class RefusePlainHttp(RequestDelegate next)
{
    private static readonly Refusal HttpsNeeded = new("https_needed", "This server answers over HTTPS only.", RefusalKind.Invalid);

    public Task InvokeAsync(HttpContext context) =>
        // A load balancer inside the house asks for health without TLS; the answer holds nothing.
        context.Request.IsHttps || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            ? next(context)
            : new RefusalResult(HttpsNeeded).ExecuteAsync(context);
}

using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Bounds the device codes of a network: anybody may ask for one, and each is three rows. Comes last, when a request is known to be good.</summary>
internal sealed class LimitDeviceCodes(RateLimits limits, IOptions<DeviceCodeOptions> options) : IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()?.HttpContext ?? throw new InvalidOperationException("A device code was asked for outside of HTTP.");
        var limit = RateLimit.Hourly(options.Value.PerNetwork);
        if (await limits.TakeAsync(limit, "device-code", http.CallerNetwork.Prefix, http.RequestAborted) is { } refusal)
        {
            await new RefusalResult(refusal).ExecuteAsync(http);
            context.HandleRequest();
        }
    }
}

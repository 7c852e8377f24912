using Microsoft.AspNetCore;
using OpenIddict.Server;
using Tenure.Client.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Tokens.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>The token endpoint for a device that speaks for itself: its evidence gives a token.</summary>
internal sealed class GrantToDevice(IDeviceEvidence devices) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if ((string?)context.Request["evidence"] is not { Length: > 0 } evidence)
        {
            context.Reject(Errors.InvalidRequest, "evidence is missing.");
            return;
        }

        var http = context.Transaction.GetHttpRequest()?.HttpContext ?? throw new InvalidOperationException("A device asked for a token outside of HTTP.");
        var device = await devices.VerifySessionAsync(evidence, http.CallerNetwork, context.CancellationToken);
        if (device.Refusal is { } refusal)
        {
            AnswerRefusedDevice.Refuse(context, refusal);
            return;
        }

        context.Principal = TokenPrincipals.Of(device.Value);
    }

    /// <summary>Whether it is a device that asks.</summary>
    internal sealed class Asked : IOpenIddictServerHandlerFilter<HandleTokenRequestContext>
    {
        public ValueTask<bool> IsActiveAsync(HandleTokenRequestContext context) => new(context.Request.GrantType is TokenClient.EvidenceGrant);
    }
}

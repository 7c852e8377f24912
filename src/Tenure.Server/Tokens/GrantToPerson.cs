using OpenIddict.Server;
using Tenure.Client.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>The token endpoint (RFC 6749 §3.2) for a person's code or refresh token, when all about it is known to be good: it gives tokens while its session is open.</summary>
internal sealed class GrantToPerson(TokenPrincipals principals) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    /// <summary>When the principal of what came is there.</summary>
    public static readonly int Order = OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 500;

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.GrantType is not TokenClient.EvidenceGrant && (context.Principal is not { } principal || !await principals.IsOpenAsync(principal, context.CancellationToken)))
        {
            context.Reject(Errors.InvalidGrant, "The session has ended.");
        }
    }
}

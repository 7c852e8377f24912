using OpenIddict.Abstractions;
using OpenIddict.Server;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Who gives back a token ends the session it belongs to, with all its tokens (RFC 7009 §2.1).</summary>
internal sealed class RevokeSession(SessionEnding sessions) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal is not { } principal || CurrentAccount.From(principal) is not { } caller || principal.GetAuthorizationId() is not { } authorization)
        {
            context.Reject(Errors.UnsupportedTokenType, "The token belongs to no session.");
            return;
        }

        await sessions.EndOfAsync(caller.Id, authorization, context.CancellationToken);
    }
}

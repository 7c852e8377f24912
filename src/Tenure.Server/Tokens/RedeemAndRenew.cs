using OpenIddict.Abstractions;
using OpenIddict.Server;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Uses up what came to the token endpoint and writes the refresh token that takes its place: one transaction, in one round trip. Of two that come with one code at once, one gets an answer.</summary>
/// <remarks>In place of OpenIddict's step that uses it up before any token is made: who dies in between would have lost both.</remarks>
internal sealed class RedeemAndRenew(EntryCache entries, SessionBook sessions, TenureDb db, TimeProvider clock) : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>When all tokens are made and none is in the answer yet.</summary>
    public static readonly int Order = OpenIddictServerHandlers.AttachSignInParameters.Descriptor.Order - 500;

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token
            || context.Transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!) is not { } came
            || (came.AuthorizationCodePrincipal ?? came.DeviceCodePrincipal ?? came.RefreshTokenPrincipal)?.GetTokenId() is not { } id)
        {
            return;
        }

        var ct = context.CancellationToken;
        var used = await entries.FindByIdAsync(id, ct) ?? throw new InvalidOperationException("A token was accepted that has no row.");
        var now = clock.GetUtcNow();
        var mark = Guid.CreateVersion7(now).ToString();
        List<Statement> statements = [TokenStore.UsingUp(used, mark, now)];
        if (came.RefreshTokenPrincipal is { } refreshed && CurrentAccount.From(refreshed) is { } caller)
        {
            statements.Insert(0, sessions.Refreshing(caller.Id, caller.Session));
        }

        if (context.RefreshTokenPrincipal is { } renewed)
        {
            statements.Add(TokenStore.Renewing(used, came.RefreshTokenPrincipal is null ? mark : null, Guid.Parse(renewed.GetTokenId()!), now, renewed.GetExpirationDate()));
        }

        if (await db.RunAllAsync(statements, ct) == 0)
        {
            context.Reject(Errors.InvalidGrant, "The token was used or revoked meanwhile.");
        }
    }

    /// <summary>Leaves the token endpoint out of what OpenIddict does elsewhere: a user code is used up by its step.</summary>
    internal sealed class Elsewhere : IOpenIddictServerHandlerFilter<ProcessSignInContext>
    {
        public ValueTask<bool> IsActiveAsync(ProcessSignInContext context) => new(context.EndpointType is not OpenIddictServerEndpointType.Token);
    }
}

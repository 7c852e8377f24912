using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>What tokens say: an account in a session, or a device; nothing else.</summary>
internal sealed class TokenPrincipals(SessionBook sessions, IOpenIddictAuthorizationManager authorizations, IOpenIddictApplicationManager applications)
{
    /// <summary>Begins a session for a client and makes the principal of its tokens, tied to an authorization that ends with the session; <c>null</c> when what it stands on
    /// does not hold any more.</summary>
    public async Task<ClaimsPrincipal?> BeginSessionAsync(
        SessionGround ground, SessionKind kind, string clientId, string name, ImmutableArray<string> scopes, IReadOnlyList<Statement> also, CancellationToken ct)
    {
        if (await sessions.BeginAsync(ground, kind, name, also, ct) is not { } session)
        {
            return null;
        }

        var principal = Of(ground.Account, session.Id, scopes);
        var client = await applications.FindByClientIdAsync(clientId, ct) ?? throw new InvalidOperationException($"The client {clientId} is not registered.");
        var authorization = await authorizations.CreateAsync(
            principal, ground.Account.ToString(), await applications.GetIdAsync(client, ct) ?? "", AuthorizationTypes.AdHoc, scopes, ct);
        var id = await authorizations.GetIdAsync(authorization, ct) ?? throw new InvalidOperationException("The authorization has no id.");
        return await sessions.TieAsync(session, id, ct) ? principal.SetAuthorizationId(id) : null;
    }

    /// <summary>The principal of a device's own token.</summary>
    public static ClaimsPrincipal Of(DeviceId device)
    {
        var principal = New(device.Value);
        principal.SetScopes(TokensModule.DeviceScope);
        return WithDestinations(principal);
    }

    private static ClaimsPrincipal Of(AccountId account, SessionId session, ImmutableArray<string> scopes)
    {
        var principal = New(account.ToString());
        principal.SetClaim(CurrentAccount.SessionClaim, session.ToString());
        principal.SetScopes(scopes);
        return WithDestinations(principal);
    }

    private static ClaimsPrincipal New(string subject)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        return new ClaimsPrincipal(identity);
    }

    private static ClaimsPrincipal WithDestinations(ClaimsPrincipal principal)
    {
        principal.SetDestinations(static claim => claim.Type is Claims.Subject or CurrentAccount.SessionClaim ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        return principal;
    }
}

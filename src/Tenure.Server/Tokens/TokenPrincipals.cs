using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.Tokens.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>What tokens say: an account in a session, or a device; nothing else.</summary>
internal sealed class TokenPrincipals(SessionBook sessions, IOpenIddictApplicationManager applications, TimeProvider clock)
{
    // When the session ends whatever happens, in seconds since 1970. In codes and refresh tokens only.
    private const string SessionEndClaim = "session_end";

    /// <summary>A session of a client that has not begun yet, with the principal of its tokens.</summary>
    public async Task<NewTokenSession> NewSessionAsync(SessionGround ground, SessionKind kind, string clientId, string name, ImmutableArray<string> scopes, CancellationToken ct)
    {
        var client = await applications.FindByClientIdAsync(clientId, ct) ?? throw new InvalidOperationException($"The client {clientId} is not registered.");
        var key = Guid.Parse(await applications.GetIdAsync(client, ct) ?? throw new InvalidOperationException($"The client {clientId} has no key."));
        var session = sessions.New(ground, kind, name);
        session.BindTo(SessionAuthorizations.IdOf(session));
        return new NewTokenSession(session, ground, Of(session, scopes), SessionAuthorizations.Making(session, key, scopes));
    }

    /// <summary>Begins it; <c>false</c> when what it stands on does not hold any more.</summary>
    /// <param name="also">What is written before it, in one go.</param>
    /// <param name="tokens">Tokens of it that are written with it.</param>
    public Task<bool> BeginAsync(NewTokenSession made, IReadOnlyList<Statement> also, IReadOnlyList<Statement> tokens, CancellationToken ct) =>
        sessions.BeginAsync(made.Session, made.Ground, also, [made.Authorization, .. tokens], ct);

    /// <summary>Begins a session that another one lets in, and gives the principal of its tokens; <c>null</c> when the other one has ended.</summary>
    public async Task<ClaimsPrincipal?> LetInAsync(CurrentAccount caller, SessionKind kind, string clientId, ImmutableArray<string> scopes, CancellationToken ct)
    {
        var made = await NewSessionAsync(new SessionGround.Open(caller.Id, caller.Session), kind, clientId, "", scopes, ct);
        return await BeginAsync(made, [], [], ct) ? made.Principal : null;
    }

    /// <summary>The principal of a device's own token.</summary>
    public static ClaimsPrincipal Of(DeviceId device)
    {
        var principal = New(device.Value);
        principal.SetScopes(TokensModule.DeviceScope);
        return principal;
    }

    /// <summary>Whether the session of a code or refresh token is open. Its end is in the token; whether it was ended before, OpenIddict has just seen in the authorization, together with the token's row.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        CurrentAccount.From(principal) is { } caller && (
            principal.GetAuthorizationId() is not null && long.TryParse(principal.FindFirstValue(SessionEndClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var end)
                ? clock.GetUtcNow().ToUnixTimeSeconds() < end
                : await sessions.IsOpenAsync(caller.Id, caller.Session, ct));

    private static ClaimsPrincipal Of(Session session, ImmutableArray<string> scopes)
    {
        var principal = New(session.AccountId.ToString());
        principal.SetClaim(CurrentAccount.SessionClaim, session.Id.ToString());
        // The one claim that OpenIddict would keep to itself otherwise.
        principal.FindFirst(CurrentAccount.SessionClaim)!.SetDestinations(Destinations.AccessToken, Destinations.IdentityToken);
        principal.SetClaim(SessionEndClaim, session.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        principal.SetScopes(scopes);
        principal.SetAuthorizationId(session.Authorization);
        return principal;
    }

    private static ClaimsPrincipal New(string subject)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        return new ClaimsPrincipal(identity);
    }
}

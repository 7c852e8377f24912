using System.Collections.Immutable;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Makes authorization codes for the native sign-in: ordinary codes of OpenIddict, bound to a code challenge, redeemed at the token endpoint.</summary>
/// <remarks>OpenIddict checks client, grant and scope permissions at its own endpoints only; on this way we check them ourselves, before a password is looked at.</remarks>
internal sealed class AuthorizationCodes(
    IOpenIddictServerFactory factory, IOpenIddictServerDispatcher dispatcher, IOpenIddictApplicationManager applications, IssuerUrl issuer, TimeProvider clock)
{
    /// <summary>Permission of first-party clients that may sign people in natively.</summary>
    public const string NativePermission = Permissions.Prefixes.Endpoint + "challenge";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Whether the client may use the native sign-in for these scopes; the error otherwise (RFC 6749 §5.2).</summary>
    public async Task<string?> RefuseAsync(string? clientId, ImmutableArray<string> scopes, CancellationToken ct)
    {
        if (clientId is not { Length: > 0 and <= 100 } || await applications.FindByClientIdAsync(clientId, ct) is not { } client)
        {
            return Errors.InvalidClient;
        }

        if (!await applications.HasPermissionAsync(client, NativePermission, ct))
        {
            return Errors.UnauthorizedClient;
        }

        foreach (var scope in scopes)
        {
            if (scope is not (Scopes.OpenId or Scopes.OfflineAccess) && !await applications.HasPermissionAsync(client, Permissions.Prefixes.Scope + scope, ct))
            {
                return Errors.InvalidScope;
            }
        }

        return null;
    }

    /// <summary>A code of one minute for a session that is about to begin, and the statement that makes its row. The code holds what it stands for, sealed; the row only says whether it was used.</summary>
    /// <param name="challenge">S256 code challenge (RFC 7636).</param>
    public async Task<(string Code, Statement Row)> MakeAsync(string clientId, NewTokenSession session, string challenge, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var principal = session.Principal;
        var transaction = await factory.CreateTransactionAsync();
        transaction.BaseUri = issuer.Value;
        transaction.CancellationToken = ct;
        transaction.Request = new OpenIddictRequest { ClientId = clientId, Scope = string.Join(' ', principal.GetScopes()) };
        var now = clock.GetUtcNow();
        var (id, end) = (Guid.CreateVersion7(now), now + Lifetime);
        principal.SetPresenters(clientId).SetCreationDate(now).SetExpirationDate(end).SetTokenId(id.ToString())
            .SetClaim(Claims.Private.Issuer, issuer.Value.AbsoluteUri)
            .SetClaim(Claims.Private.CodeChallenge, challenge)
            .SetClaim(Claims.Private.CodeChallengeMethod, CodeChallengeMethods.Sha256);
        var code = new GenerateTokenContext(transaction)
        {
            ClientId = clientId,
            Principal = principal,
            TokenFormat = TokenFormats.Private.JsonWebToken,
            TokenType = TokenTypeIdentifiers.Private.AuthorizationCode,
        };
        await dispatcher.DispatchAsync(code);
        return (code.Token ?? throw new InvalidOperationException($"No code was made: {code.Error}"), TokenStore.MakingCode(id, session.Session.Id.Value, now, end));
    }
}

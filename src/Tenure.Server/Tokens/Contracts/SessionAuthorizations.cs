using System.Collections.Immutable;
using System.Text.Json;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens.Contracts;

/// <summary>The authorization behind the tokens of a session: it begins with the session, has its id and is revoked with it. Validation looks at it at every call.</summary>
internal static class SessionAuthorizations
{
    /// <summary>The id of a session's authorization.</summary>
    public static string IdOf(Session session) => session.Id.Value.ToString();

    /// <summary>The statement that makes it, if the session has begun.</summary>
    /// <param name="client">The client's key in the database.</param>
    public static Statement Making(Session session, Guid client, ImmutableArray<string> scopes) => new(
        $"""
        INSERT INTO oidc_authorizations (id, application_id, concurrency_token, creation_date, scopes, status, subject, type)
        SELECT s.id, $1, $2, s.started_at, $3, '{Statuses.Valid}', $4, '{AuthorizationTypes.AdHoc}' FROM sessions s WHERE s.account_id = $5 AND s.id = $6
        """,
        client, IdOf(session), JsonSerializer.Serialize(scopes), session.AccountId.ToString(), session.AccountId.Value, session.Id.Value);

    /// <summary>The statement that ends it: calls by its tokens are refused from then on.</summary>
    /// <param name="authorization">As <see cref="Session.Authorization"/>.</param>
    public static Statement Revoking(string authorization) => new("UPDATE oidc_authorizations SET status = $1 WHERE id = $2", Statuses.Revoked, Guid.Parse(authorization));
}

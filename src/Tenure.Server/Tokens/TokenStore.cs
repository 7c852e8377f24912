using System.Data.Common;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Sessions.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Authorization = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreAuthorization<System.Guid>;
using RegisteredClient = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<System.Guid>;
using Token = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreToken<System.Guid>;

namespace Tenure.Server.Tokens;

/// <summary>OpenIddict's tokens by SQL as it is written: a sign-in makes, finds and uses up several (docs/decisions/0055). What no sign-in does is left to EF Core.</summary>
/// <remarks>No token of this store is tracked: client and authorization of one are known by their ids, and an authorization that was read with it by its state.</remarks>
internal sealed class TokenStore(
    IMemoryCache cache, IOpenIddictEntityFrameworkCoreContext context, IOptionsMonitor<OpenIddictEntityFrameworkCoreOptions> options, TenureDb db, SessionEnding sessions, TimeProvider clock)
    : OpenIddictEntityFrameworkCoreTokenStore<Guid>(cache, context, options)
{
    private const string Read =
        """
        SELECT t.id, t.application_id, t.authorization_id, t.concurrency_token, t.creation_date, t.expiration_date, t.payload, t.properties, t.redemption_date, t.reference_id, t.status, t.subject, t.type,
            a.concurrency_token, a.status, a.subject
        FROM oidc_tokens t LEFT JOIN oidc_authorizations a ON a.id = t.authorization_id
        """;

    /// <summary>The statement that makes an authorization code of a session that begins in the same transaction; of one that does not, it makes none.</summary>
    public static Statement MakingCode(Guid id, Guid authorization, DateTimeOffset now, DateTimeOffset end) => new(
        $"""
        INSERT INTO oidc_tokens (id, application_id, authorization_id, concurrency_token, creation_date, expiration_date, status, subject, type)
        SELECT $1, a.application_id, a.id, $2, $3, $4, '{Statuses.Valid}', a.subject, '{TokenTypeIdentifiers.Private.AuthorizationCode}' FROM oidc_authorizations a WHERE a.id = $5
        """,
        id, id.ToString(), now.UtcDateTime, end.UtcDateTime, authorization);

    /// <summary>The statement that uses up a code or refresh token, if it is still as it was read.</summary>
    /// <param name="mark">What its row is known by from then on.</param>
    public static Statement UsingUp(Token token, string mark, DateTimeOffset now) => new(
        $"""
        UPDATE oidc_tokens SET status = '{Statuses.Redeemed}', redemption_date = COALESCE(redemption_date, $1), concurrency_token = $2 WHERE id = $3 AND concurrency_token = $4
        """,
        now.UtcDateTime, mark, token.Id, Stored(token.ConcurrencyToken));

    /// <summary>The statement that makes a refresh token in place of a code that was used up under that mark, or of a refresh token that was used up at all.</summary>
    /// <param name="mark">As in <see cref="UsingUp"/>; <c>null</c> for a refresh token, of which two requests at once each get a new one.</param>
    public static Statement Renewing(Token token, string? mark, Guid id, DateTimeOffset now, DateTimeOffset? end) => new(
        $"""
        INSERT INTO oidc_tokens (id, application_id, authorization_id, concurrency_token, creation_date, expiration_date, status, subject, type)
        SELECT $1, t.application_id, t.authorization_id, $2, $3, $4, '{Statuses.Valid}', t.subject, '{TokenTypeIdentifiers.RefreshToken}' FROM oidc_tokens t
        WHERE t.id = $5 AND t.status = '{Statuses.Redeemed}' AND ($6 = '' OR t.concurrency_token = $6)
        """,
        id, id.ToString(), now.UtcDateTime, Stored(end?.UtcDateTime), token.Id, mark ?? "");

    public override async ValueTask CreateAsync(Token token, CancellationToken cancellationToken)
    {
        token.Id = Guid.CreateVersion7(clock.GetUtcNow());
        var insert = new Statement(
            """
            INSERT INTO oidc_tokens (id, application_id, authorization_id, concurrency_token, creation_date, expiration_date, payload, properties, redemption_date, reference_id, status, subject, type)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            token.Id, Stored(token.Application?.Id), Stored(token.Authorization?.Id), Stored(token.ConcurrencyToken), Stored(token.CreationDate), Stored(token.ExpirationDate), Stored(token.Payload),
            Stored(token.Properties), Stored(token.RedemptionDate), Stored(token.ReferenceId), Stored(token.Status), Stored(token.Subject), Stored(token.Type));
        await db.RunAsync(insert, cancellationToken);
    }

    /// <exception cref="OpenIddictExceptions.ConcurrencyException">It was changed since it was read: of two that use up a token at once, one gets this.</exception>
    public override async ValueTask UpdateAsync(Token token, CancellationToken cancellationToken)
    {
        var before = token.ConcurrencyToken;
        token.ConcurrencyToken = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var update = new Statement(
            """
            UPDATE oidc_tokens SET concurrency_token = $1, authorization_id = $2, expiration_date = $3, payload = $4, properties = $5, redemption_date = $6, reference_id = $7, status = $8, subject = $9
            WHERE id = $10 AND concurrency_token = $11
            """,
            token.ConcurrencyToken, Stored(token.Authorization?.Id), Stored(token.ExpirationDate), Stored(token.Payload), Stored(token.Properties), Stored(token.RedemptionDate),
            Stored(token.ReferenceId), Stored(token.Status), Stored(token.Subject), token.Id, Stored(before));
        if (await db.RunAsync(update, cancellationToken) == 0)
        {
            throw new OpenIddictExceptions.ConcurrencyException("The token was changed since it was read.");
        }
    }

    public override async ValueTask<Token?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        Guid.TryParse(identifier, out var id) ? (await db.ReadAsync(new($"{Read} WHERE t.id = $1", id), Of, cancellationToken)).SingleOrDefault() : null;

    public override async ValueTask<Token?> FindByReferenceIdAsync(string identifier, CancellationToken cancellationToken) =>
        (await db.ReadAsync(new($"{Read} WHERE t.reference_id = $1", identifier), Of, cancellationToken)).SingleOrDefault();

    public override ValueTask<string?> GetApplicationIdAsync(Token token, CancellationToken cancellationToken) => new(ConvertIdentifierToString(token.Application?.Id ?? default));

    public override ValueTask SetApplicationIdAsync(Token token, string? identifier, CancellationToken cancellationToken)
    {
        token.Application = identifier is null ? null : new RegisteredClient { Id = Guid.Parse(identifier) };
        return ValueTask.CompletedTask;
    }

    public override ValueTask<string?> GetAuthorizationIdAsync(Token token, CancellationToken cancellationToken) => new(ConvertIdentifierToString(token.Authorization?.Id ?? default));

    public override ValueTask SetAuthorizationIdAsync(Token token, string? identifier, CancellationToken cancellationToken)
    {
        token.Authorization = identifier is null ? null : new Authorization { Id = Guid.Parse(identifier) };
        return ValueTask.CompletedTask;
    }

    /// <summary>Called when a token comes a second time: it was copied (RFC 9700 §4.14.2). All that came from it ends, the session too.</summary>
    public override async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(identifier);
        // Changed for whoever has read one before, too: it cannot be used up any more.
        var revoked = await db.RunAsync(
            new(
                "UPDATE oidc_tokens SET status = $1, concurrency_token = $2 WHERE authorization_id = $3 AND status <> $1",
                Statuses.Revoked, Guid.CreateVersion7(clock.GetUtcNow()).ToString(), id),
            cancellationToken);
        var subjects = await db.ReadAsync(new("SELECT subject FROM oidc_authorizations WHERE id = $1", id), row => row.IsDBNull(0) ? "" : row.GetString(0), cancellationToken);
        await sessions.EndOfAsync(Guid.TryParse(subjects.SingleOrDefault(), out var account) ? new AccountId(account) : null, identifier, cancellationToken);
        return revoked;
    }

    public override Guid ConvertIdentifierFromString(string? identifier) => Guid.TryParse(identifier, out var id) ? id : default;

    public override string? ConvertIdentifierToString(Guid identifier) => identifier == default ? null : identifier.ToString();

    private static Token Of(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Application = row.IsDBNull(1) ? null : new RegisteredClient { Id = row.GetGuid(1) },
        Authorization = row.IsDBNull(2) ? null : new Authorization { Id = row.GetGuid(2), ConcurrencyToken = Text(row, 13), Status = Text(row, 14), Subject = Text(row, 15) },
        ConcurrencyToken = Text(row, 3),
        CreationDate = Time(row, 4),
        ExpirationDate = Time(row, 5),
        Payload = Text(row, 6),
        Properties = Text(row, 7),
        RedemptionDate = Time(row, 8),
        ReferenceId = Text(row, 9),
        Status = Text(row, 10),
        Subject = Text(row, 11),
        Type = Text(row, 12),
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTime? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    private static object Stored(object? value) => value ?? DBNull.Value;
}

using System.Data.Common;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore;
using Tenure.Server.Data;
using Authorization = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreAuthorization<System.Guid>;

namespace Tenure.Server.Tokens;

/// <summary>OpenIddict's authorizations by SQL as it is written, where every call by token asks for one. Those of device codes that nobody has allowed yet are made by EF Core.</summary>
/// <remarks>Those of sessions are made and revoked by the statements of <see cref="Contracts.SessionAuthorizations"/>.</remarks>
internal sealed class AuthorizationStore(
    IMemoryCache cache, IOpenIddictEntityFrameworkCoreContext context, IOptionsMonitor<OpenIddictEntityFrameworkCoreOptions> options, TenureDb db, TimeProvider clock)
    : OpenIddictEntityFrameworkCoreAuthorizationStore<Guid>(cache, context, options)
{
    public override async ValueTask<Authorization?> FindByIdAsync(string identifier, CancellationToken cancellationToken) => Guid.TryParse(identifier, out var id)
        ? (await db.ReadAsync(new("SELECT id, concurrency_token, status, subject FROM oidc_authorizations WHERE id = $1", id), Of, cancellationToken)).SingleOrDefault()
        : null;

    /// <summary>Writes the state, which is all of an authorization that changes.</summary>
    /// <exception cref="OpenIddictExceptions.ConcurrencyException">It was changed since it was read.</exception>
    public override async ValueTask UpdateAsync(Authorization authorization, CancellationToken cancellationToken)
    {
        var before = authorization.ConcurrencyToken;
        authorization.ConcurrencyToken = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var update = new Statement(
            "UPDATE oidc_authorizations SET concurrency_token = $1, status = $2 WHERE id = $3 AND concurrency_token = $4",
            authorization.ConcurrencyToken, (object?)authorization.Status ?? DBNull.Value, authorization.Id, (object?)before ?? DBNull.Value);
        if (await db.RunAsync(update, cancellationToken) == 0)
        {
            throw new OpenIddictExceptions.ConcurrencyException("The authorization was changed since it was read.");
        }
    }

    public override Guid ConvertIdentifierFromString(string? identifier) => Guid.TryParse(identifier, out var id) ? id : default;

    public override string? ConvertIdentifierToString(Guid identifier) => identifier == default ? null : identifier.ToString();

    private static Authorization Of(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ConcurrencyToken = row.IsDBNull(1) ? null : row.GetString(1),
        Status = row.IsDBNull(2) ? null : row.GetString(2),
        Subject = row.IsDBNull(3) ? null : row.GetString(3),
    };
}

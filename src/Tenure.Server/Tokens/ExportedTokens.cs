using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Tokens;

/// <summary>Which programs and services the person let sign in; never their tokens.</summary>
internal sealed class ExportedTokens(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("connections", ["oidc_authorizations"], ReadAsync)];

    private async IAsyncEnumerable<ExportedConnection> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        var subject = account.ToString();
        await foreach (var one in db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().AsNoTracking().Where(a => a.Subject == subject).OrderBy(a => a.CreationDate)
            .Select(a => new { a.Application!.DisplayName, a.Application.ClientId, a.CreationDate, a.Status, a.Scopes }).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new ExportedConnection(
                one.DisplayName ?? one.ClientId ?? "", one.CreationDate is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null, one.Status,
                one.Scopes is { Length: > 0 } scopes ? JsonSerializer.Deserialize<List<string>>(scopes)! : []);
        }
    }

    internal sealed record ExportedConnection(
        [property: Description("The program or service")] string Name,
        [property: Description("Since when")] DateTimeOffset? At,
        [property: Description("valid, or revoked")] string? Status,
        [property: Description("What it may read")] IReadOnlyList<string> Scopes);
}

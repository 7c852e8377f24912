using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>That the account is to be deleted.</summary>
internal sealed class ExportedDeletion(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("deletion", ["account_deletions"], Read)];

    private IAsyncEnumerable<ExportedWish> Read(AccountId account, CancellationToken ct) => db.Deletions.AsNoTracking().Where(d => d.AccountId == account)
        .Select(d => new ExportedWish(d.AskedAt, d.DueAt, d.RemindedAt)).AsAsyncEnumerable();

    internal sealed record ExportedWish(
        [property: Description("When it was asked for")] DateTimeOffset AskedAt,
        [property: Description("When the account is erased")] DateTimeOffset DueAt,
        [property: Description("When you were reminded")] DateTimeOffset? RemindedAt);
}

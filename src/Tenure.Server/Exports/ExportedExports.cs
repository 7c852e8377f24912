using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Exports;

/// <summary>The exports themselves.</summary>
internal sealed class ExportedExports(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("exports", ["account_exports"], Read)];

    private IAsyncEnumerable<ExportedExport> Read(AccountId account, CancellationToken ct) => db.Exports.AsNoTracking().Where(e => e.AccountId == account).OrderBy(e => e.AskedAt)
        .Select(e => new ExportedExport(e.AskedAt, e.State, e.ReadyAt, e.FetchedAt)).AsAsyncEnumerable();

    internal sealed record ExportedExport(
        [property: Description("When it was asked for")] DateTimeOffset AskedAt,
        [property: Description("making, ready, or over")] AccountExportState State,
        [property: Description("When it was ready")] DateTimeOffset? ReadyAt,
        [property: Description("When it was fetched")] DateTimeOffset? FetchedAt);
}

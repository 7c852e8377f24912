using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>That there are recovery codes; never the codes.</summary>
internal sealed class ExportedProofs(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("recovery-codes", ["recovery_codes"], Read)];

    private IAsyncEnumerable<ExportedRecoveryCode> Read(AccountId account, CancellationToken ct) => db.RecoveryCodes.AsNoTracking().Where(c => c.AccountId == account).OrderBy(c => c.MadeAt)
        .Select(c => new ExportedRecoveryCode(c.MadeAt, c.UsedAt)).AsAsyncEnumerable();

    internal sealed record ExportedRecoveryCode(
        [property: Description("When it was made; the code itself is not kept")] DateTimeOffset MadeAt,
        [property: Description("When it was used")] DateTimeOffset? UsedAt);
}

using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Audit;

/// <summary>What operators did with the account, and why; not which of them.</summary>
internal sealed class ExportedActs(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("operator-acts", ["operator_log"], ReadAsync)];

    private async IAsyncEnumerable<ExportedAct> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = account.ToString();
        await foreach (var row in db.OperatorLog.AsNoTracking().Where(r => r.Details.Contains(id)).OrderBy(r => r.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            // That its id stands in an operator's words about somebody else is nothing of the person.
            if (LoggedAct.Parse(row.Details) is { } act && act.Account == id)
            {
                yield return new ExportedAct(DateTimeOffset.FromUnixTimeSeconds(row.At), row.Event, act.Reason);
            }
        }
    }

    internal sealed record ExportedAct(
        [property: Description("When")] DateTimeOffset At,
        [property: Description("What an operator did, as the operators' log names it")] string Event,
        [property: Description("Why, in the operator's words")] string? Reason);
}

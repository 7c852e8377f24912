using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Operators;

/// <summary>An entry as a person reads it.</summary>
/// <param name="Entry">What the log has.</param>
/// <param name="Number">The number of the account it is about; <c>null</c> when it is about none.</param>
internal sealed record ReadEntry(LoggedEntry Entry, AccountNumber? Number);

/// <summary>The latest entries of the operators' log. Reading it is written down as well.</summary>
internal sealed class ReadOperatorLog(TenureDb db, OperatorLogBook log)
{
    /// <summary>How many entries are shown.</summary>
    public const int Most = 50;

    public async Task<IReadOnlyList<ReadEntry>> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        var entries = await log.ReadLatestAsync(Most, ct);
        await log.AppendAsync(OperatorEvents.LogRead, new LoggedAct(caller.Operator.Name), ct);
        var ids = entries.Select(e => IdOf(e.Act)).OfType<AccountId>().Distinct().ToList();
        var numbers = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Number, ct);
        return [.. entries.Select(e => new ReadEntry(e, IdOf(e.Act) is { } id && numbers.TryGetValue(id, out var number) ? number : null))];
    }

    private static AccountId? IdOf(LoggedAct act) => Guid.TryParseExact(act.Account, "N", out var id) ? new AccountId(id) : null;
}

using Tenure.Domain.Cases;
using Tenure.Server.Data;

namespace Tenure.Server.Cases.Contracts;

/// <summary>After a restore from a backup: somebody may have objected in the time that is lost. What was announced is announced anew, with a long wait.</summary>
internal sealed class RestartCases(TenureDb db, TimeProvider clock)
{
    /// <summary>Does so in the caller's transaction; the letters go with the next round of <c>CarryCasesOn</c>, which finds announced cases without notices.</summary>
    public async Task ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.RunAsync(new("DELETE FROM case_notices WHERE case_id IN (SELECT id FROM cases WHERE state IN ('Announced', 'Due', 'Offered'))"), ct);
        await db.RunAsync(
            new(
                "UPDATE cases SET state = 'Announced', announced_at = $1, due_at = $2, latest_at = $1, ends_at = NULL, version = version + 1 WHERE state IN ('Announced', 'Due', 'Offered')",
                UtcTimeConverter.ToStored(now), UtcTimeConverter.ToStored(now + CaseRules.LongWait)),
            ct);
    }
}

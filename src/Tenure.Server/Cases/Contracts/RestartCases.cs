using Tenure.Domain.Cases;
using Tenure.Server.Data;

namespace Tenure.Server.Cases.Contracts;

/// <summary>After a restore from a backup: somebody may have objected in the time that is lost. What was announced is announced anew, with a long wait; so is what was granted to somebody whose device has not heard of it, for the consent is void.</summary>
internal sealed class RestartCases(TenureDb db, TimeProvider clock)
{
    /// <summary>Does so in the caller's transaction; the letters go with the next round of <c>CarryCasesOn</c>, which finds announced cases without notices.</summary>
    public async Task ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // One for each device: the last that was granted, and none beside one that waits. Whoever has no data there any more was told half a year ago.
        await db.RunAsync(
            new(
                """
                UPDATE cases SET state = 'Due', closed_at = NULL, version = version + 1 WHERE state = 'Granted' AND kind = 'Release' AND contact <> ''
                AND EXISTS (SELECT 1 FROM devices d WHERE d.device_id = cases.device_id AND d.epoch = cases.epoch AND d.state = 'Releasing' AND d.holder = cases.account_id)
                AND NOT EXISTS (SELECT 1 FROM cases o WHERE o.device_id = cases.device_id AND o.id <> cases.id
                    AND (o.state IN ('Announced', 'Due', 'Disputed') OR (o.state = 'Granted' AND o.epoch = cases.epoch AND (o.closed_at > cases.closed_at OR (o.closed_at = cases.closed_at AND o.id > cases.id)))))
                """),
            ct);
        await db.RunAsync(new("DELETE FROM case_notices WHERE case_id IN (SELECT id FROM cases WHERE state IN ('Announced', 'Due', 'Offered'))"), ct);
        await db.RunAsync(
            new(
                "UPDATE cases SET state = 'Announced', announced_at = $1, due_at = $2, latest_at = $1, ends_at = NULL, version = version + 1 WHERE state IN ('Announced', 'Due', 'Offered')",
                UtcTimeConverter.ToStored(now), UtcTimeConverter.ToStored(now + CaseRules.LongWait)),
            ct);
        // A link that was ended in the time that is lost opens its case again: nothing is taken by any for a while.
        await db.RunAsync(new("UPDATE cases SET renewed_at = $1, version = version + 1 WHERE closed_at IS NULL", UtcTimeConverter.ToStored(now)), ct);
    }
}

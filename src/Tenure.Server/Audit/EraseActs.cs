using Microsoft.EntityFrameworkCore;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Audit;

/// <summary>
/// What operators did with an account: their words about it, and what they typed, go with the salt. The entries stay in the chain: that something was done, and when, to the hour of the log. See docs/decisions/0097.
/// </summary>
internal sealed class EraseActs(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        var id = person.Id.ToString();
        // That its id stands in an operator's words about somebody else takes nothing away.
        foreach (var row in (await db.OperatorLog.Where(r => r.Details.Contains(id)).ToListAsync(ct)).Where(r => LoggedAct.Parse(r.Details)?.Account == id))
        {
            row.Forget();
        }

        await db.SaveChangesAsync(ct);
    }
}

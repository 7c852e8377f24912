using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Cases;

/// <summary>Forgets a person in cases: whose account a case was about, whom it told, and the cases at an address of theirs.</summary>
internal sealed class EraseCases(TenureDb db, CaseDocuments documents, CaseTraces traces, TimeProvider clock) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        var (id, addresses) = (person.Id, person.Values);
        await db.CaseNotices.Where(n => db.Set<Domain.Cases.Case>().Any(c => c.Id == n.CaseId && c.AccountId == id)).ExecuteDeleteAsync(ct);
        await db.Cases.Where(c => c.AccountId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.AccountId, x => null).SetProperty(x => x.Version, x => x.Version + 1), ct);
        var own = await db.Cases.Where(c => addresses.Contains(c.Contact)).ToListAsync(ct);
        foreach (var one in own)
        {
            // Nobody could open it any more, and no agent looks at it in vain.
            var before = one.State;
            _ = one.Withdraw(clock.GetUtcNow());
            await traces.LeaveAsync(one, before, ct);
            one.Erase();
            await documents.EraseAsync(one, ct);
            await db.CaseMessages.Where(m => m.CaseId == one.Id).ExecuteDeleteAsync(ct);
        }

        await db.SaveChangesAsync(ct);
    }
}

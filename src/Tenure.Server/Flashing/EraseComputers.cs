using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Flashing;

/// <summary>A person's computers, what was approved on them, and their work for workshops.</summary>
internal sealed class EraseComputers(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        await db.Restores.Where(r => r.AccountId == person.Id).ExecuteDeleteAsync(ct);
        await db.Unlocks.Where(u => u.AccountId == person.Id).ExecuteDeleteAsync(ct);
        await db.Restores.Where(r => r.TakenBy == person.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.TakenBy, (AccountId?)null), ct);
        await db.Set<WorkshopMember>().Where(m => m.AccountId == person.Id).ExecuteDeleteAsync(ct);
        // The workshop keeps its computer; who applied for it is nobody.
        var nobody = new AccountId(new Guid(RandomNumberGenerator.GetBytes(16)));
        await db.Set<WorkshopComputer>().Where(c => c.AppliedBy == person.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.AppliedBy, nobody), ct);
        await db.KnownComputers.Where(c => c.AccountId == person.Id).ExecuteDeleteAsync(ct);
    }
}

using Microsoft.EntityFrameworkCore;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>The account itself, its addresses and all that was written down about it.</summary>
internal sealed class EraseProfile(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        var (id, values) = (person.Id, person.Values);
        await db.Registrations.Where(r => values.Contains(r.Value)).ExecuteDeleteAsync(ct);
        await db.PasswordResets.Where(r => r.AccountId == id || values.Contains(r.Value)).ExecuteDeleteAsync(ct);
        await db.PasswordUndos.Where(u => u.AccountId == id).ExecuteDeleteAsync(ct);
        await db.AddressProofs.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
        await db.AddressChanges.Where(c => c.AccountId == id).ExecuteDeleteAsync(ct);
        await db.Identifiers.Where(i => i.AccountId == id).ExecuteDeleteAsync(ct);
        await db.AccountPictures.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
        await db.Set<Domain.Accounts.SecurityEvent>().Where(e => e.AccountId == id).ExecuteDeleteAsync(ct);
        await db.Accounts.Where(a => a.Id == id).ExecuteDeleteAsync(ct);
    }
}

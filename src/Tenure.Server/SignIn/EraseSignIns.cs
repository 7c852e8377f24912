using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Sign-ins on their way, and the browsers and devices that are known. What is counted is kept under keyed hashes, for a day at most.</summary>
internal sealed class EraseSignIns(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        await db.SignInTransactions.Where(t => t.AccountId == person.Id).ExecuteDeleteAsync(ct);
        await db.KnownDevices.Where(d => d.AccountId == person.Id).ExecuteDeleteAsync(ct);
    }
}

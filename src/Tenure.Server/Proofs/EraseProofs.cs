using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>Codes that were sent, and recovery codes.</summary>
internal sealed class EraseProofs(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        await db.ProofCodes.Where(c => c.AccountId == person.Id).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => c.AccountId == person.Id).ExecuteDeleteAsync(ct);
    }
}

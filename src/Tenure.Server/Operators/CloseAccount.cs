using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Operators;

/// <summary>An account that lies open in an operator's browser is there no more.</summary>
internal sealed class CloseAccount(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        foreach (var session in await db.Set<OperatorSession>().Where(s => s.Account == person.Id).ToListAsync(ct))
        {
            session.Open(null);
        }

        await db.SaveChangesAsync(ct);
    }
}

using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Every session that there was.</summary>
internal sealed class EraseSessions(TenureDb db) : IErasure
{
    public Task EraseAsync(ErasedPerson person, CancellationToken ct) => db.Sessions.Where(s => s.AccountId == person.Id).ExecuteDeleteAsync(ct);
}

using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Exports;

/// <summary>Archives of the account: with the row goes the key, and the file when the sweep comes.</summary>
internal sealed class EraseExports(TenureDb db) : IErasure
{
    public Task EraseAsync(ErasedPerson person, CancellationToken ct) => db.Exports.Where(e => e.AccountId == person.Id).ExecuteDeleteAsync(ct);
}

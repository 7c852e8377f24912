using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>Every conversation of a holder, both sides of it.</summary>
internal sealed class EraseContacts(TenureDb db) : IErasure
{
    public Task EraseAsync(ErasedPerson person, CancellationToken ct) => db.ContactThreads.Where(t => t.Holder == person.Id).ExecuteDeleteAsync(ct);
}

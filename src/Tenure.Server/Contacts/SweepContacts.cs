using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Contacts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Contacts;

/// <summary>Erases conversations whose time is over; those that were reported a while later.</summary>
internal sealed class SweepContacts(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var reported = now - ContactThread.ReportKept;
        return db.ContactThreads.Where(t => t.EndsAt <= reported || (t.EndsAt <= now && t.ReportedAt == null)).ExecuteDeleteAsync(ct);
    }
}

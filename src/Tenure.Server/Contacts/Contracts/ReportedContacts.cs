using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Contacts.Contracts;

/// <summary>Conversations that a holder reported, for those who run the server. Whoever calls it writes down that it was looked.</summary>
internal sealed class ReportedContacts(TenureDb db)
{
    /// <summary>How many are shown.</summary>
    public const int Most = 50;

    /// <summary>The latest first, with all that the holder saw; neither side by name.</summary>
    public async Task<IReadOnlyList<ReportedContact>> ReadAsync(CancellationToken ct)
    {
        var threads = await db.ContactThreads.AsNoTracking().Where(t => t.ReportedAt != null).OrderByDescending(t => t.ReportedAt).Take(Most).ToListAsync(ct);
        var ids = threads.Select(t => t.Id).ToList();
        var lines = (await db.ContactMessages.AsNoTracking().Where(m => ids.Contains(m.ThreadId) && !m.IsHidden).OrderBy(m => m.Number).ToListAsync(ct)).ToLookup(m => m.ThreadId);
        return [.. threads.Select(t => new ReportedContact(t.DeviceId.Value, t.ReportedAt!.Value, [.. lines[t.Id].Select(m => new ReportedLine(m.ByHolder, m.At, m.Text))]))];
    }
}

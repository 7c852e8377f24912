using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>What those wrote who had a phone of the person's, and what they were answered; not what was written after a block, which nobody read.</summary>
internal sealed class ExportedContacts(TenureDb db, ContactBook book) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("contacts", ["contact_threads", "contact_messages"], ReadAsync)];

    private async IAsyncEnumerable<ExportedContact> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var thread in await db.ContactThreads.AsNoTracking().Where(t => t.Holder == account).OrderBy(t => t.OpenedAt).ToListAsync(ct))
        {
            var seen = await book.ForHolderAsync(thread, ct);
            yield return new ExportedContact(seen.DeviceId, seen.OpenedAt, seen.EndsAt, thread.BlockedAt, thread.ReportedAt, [.. seen.Messages.Select(m => new ExportedLine(m.IsMine ? "me" : "finder", m.At, m.Text))]);
        }
    }

    internal sealed record ExportedContact(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("When it was begun")] DateTimeOffset OpenedAt,
        [property: Description("When it ends at the latest")] DateTimeOffset EndsAt,
        [property: Description("Since when you hear nothing more of it")] DateTimeOffset? BlockedAt,
        [property: Description("When you reported it")] DateTimeOffset? ReportedAt,
        [property: Description("Messages: from (me, or finder), at, text")] IReadOnlyList<ExportedLine> Messages);

    internal sealed record ExportedLine(
        [property: Description("me, or finder")] string From,
        [property: Description("When")] DateTimeOffset At,
        [property: Description("What was written")] string Text);
}

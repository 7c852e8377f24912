using Microsoft.EntityFrameworkCore;
using Tenure.Client.Contacts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>Finds conversations, and tells how each side sees them.</summary>
internal sealed class ContactBook(TenureDb db, HolderDevices devices, TimeProvider clock)
{
    private const int MostTries = 6;

    /// <summary>The one that a finder's secret leads to; tracked.</summary>
    public async Task<ContactThread?> BySecretAsync(string secret, CancellationToken ct)
    {
        var hash = Codes.KeyOf(secret);
        return await db.ContactThreads.FirstOrDefaultAsync(t => t.SecretHash == hash, ct);
    }

    /// <summary>One of a holder's; tracked.</summary>
    public async Task<ContactThread?> OfHolderAsync(AccountId holder, string id, CancellationToken ct) =>
        Guid.TryParseExact(id, "N", out var guid) ? await db.ContactThreads.FirstOrDefaultAsync(t => t.Holder == holder && t.Id == guid, ct) : null;

    /// <summary>The phone, as it is now.</summary>
    public Task<Device?> DeviceAsync(ContactThread thread, CancellationToken ct) => devices.FindAnyAsync(thread.DeviceId, ct);

    /// <summary>As its finder sees it.</summary>
    public async Task<FinderContact> ForFinderAsync(ContactThread thread, CancellationToken ct) =>
        new(thread.IsOpen(await DeviceAsync(thread, ct), clock.GetUtcNow()), thread.EndsAt, await MessagesAsync(thread, forHolder: false, ct));

    /// <summary>As its holder sees it.</summary>
    public async Task<HolderContact> ForHolderAsync(ContactThread thread, CancellationToken ct)
    {
        var device = await DeviceAsync(thread, ct);
        return new HolderContact(
            thread.Id.ToString("N"), thread.DeviceId.Value, device?.Model ?? "", thread.OpenedAt, thread.EndsAt, thread.IsOpen(device, clock.GetUtcNow()), thread.ToldAt is not null, thread.BlockedAt is not null,
            thread.ReportedAt is not null, await MessagesAsync(thread, forHolder: true, ct));
    }

    /// <summary>Does a piece of work again when another request changed the same conversation in between.</summary>
    public async Task<Refusal?> RunAsync(Func<Task<Refusal?>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await work() is { } refusal)
                {
                    db.ChangeTracker.Clear();
                    return refusal;
                }

                await db.SaveChangesAsync(ct);
                return null;
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<IReadOnlyList<ContactLine>> MessagesAsync(ContactThread thread, bool forHolder, CancellationToken ct) =>
        [.. (await db.ContactMessages.AsNoTracking().Where(m => m.DeviceId == thread.DeviceId && m.ThreadId == thread.Id && (!forHolder || !m.IsHidden)).OrderBy(m => m.Number).ToListAsync(ct))
            .Select(m => new ContactLine(m.ByHolder == forHolder, m.At, m.Text))];
}

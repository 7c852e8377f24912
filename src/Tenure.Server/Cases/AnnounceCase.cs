using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Cases;

/// <summary>Tells everybody whom a case could harm: every address that the account has or had lately, each with a link of its own, and the device's log.</summary>
internal sealed class AnnounceCase(TenureDb db, Notices notices, CaseDevices devices, CaseMails mails, SecurityEvents events, Pepper pepper, TimeProvider clock)
{
    /// <summary>Does so in the caller's unit of work.</summary>
    public async Task ExecuteAsync(Case one, CancellationToken ct)
    {
        if (one.AccountId is not { } id)
        {
            return;
        }

        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id, ct);
        var device = one.DeviceId is { } of ? await devices.FindAsync(of, ct) : null;
        var now = clock.GetUtcNow();
        await notices.SendEachAsync(
            id,
            address =>
            {
                var secret = Codes.DrawId();
                db.CaseNotices.Add(new CaseNotice(one.Id, Codes.KeyOf(secret), ChannelOf(address), now));
                return mails.Announced(one, account.Language, device?.Model, secret);
            },
            ct);
        if (device is not null)
        {
            await devices.LogAsync(device.Id, DeviceEvents.CaseAnnounced, ct);
        }

        events.RecordFromOutside(id, SecurityEventKind.CaseAnnounced, CaseNumber.Grouped(one.Number));
    }

    /// <summary>Tells everybody who was told that somebody objected.</summary>
    public async Task ContestedAsync(Case one, CancellationToken ct)
    {
        if (one.AccountId is { } id)
        {
            var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id, ct);
            await notices.SendAsync(id, mails.Contested(one, account.Language), ct);
            events.Record(id, SecurityEventKind.CaseContested, CaseNumber.Grouped(one.Number));
        }
    }

    /// <summary>Tells everybody who was told that the wait is over.</summary>
    public async Task GrantedAsync(Case one, CancellationToken ct)
    {
        if (one.AccountId is { } id)
        {
            var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id, ct);
            await notices.SendAsync(id, mails.Granted(one, account.Language), ct);
        }
    }

    /// <summary>32 bytes that stand for the holder, signed in.</summary>
    public byte[] ChannelOf(AccountId holder) => pepper.Mac("case-channel", Encoding.UTF8.GetBytes($"holder\0{holder}"));

    /// <summary>32 bytes that stand for a device that the holder has.</summary>
    public byte[] ChannelOf(DeviceId device) => pepper.Mac("case-channel", Encoding.UTF8.GetBytes($"device\0{device.Value}"));

    private byte[] ChannelOf(Address address) => pepper.Mac("case-channel", Encoding.UTF8.GetBytes($"{address.Kind}\0{address.Value}"));
}

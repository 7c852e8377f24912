using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Keys;

namespace Tenure.Server.Tests.Devices;

/// <summary>What devices and holders see when the signer does not sign; with three releases an hour.</summary>
public abstract class SigningTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly Dictionary<string, string> Few = new() { ["Keys:ReleasePerHour"] = "3" };

    private readonly DeviceHost host = host;

    private SignerInside Signer => (SignerInside)host.Services.GetRequiredService<ISignerLine>();

    [Fact]
    public async Task Without_its_signer_the_server_says_so_and_nothing_has_changed()
    {
        var holder = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Activate, holder.Token, Ct);
        Signer.IsDown = true;
        try
        {
            var refused = await Assert.ThrowsAsync<TenureProblemException>(() => ClientOf(holder.Token).ActivateDeviceAsync(evidence, Ct));
            Assert.Equal(("signer_unavailable", 503, TimeSpan.FromSeconds(10)), (refused.Code, refused.Problem.Status, refused.RetryAfter));
            Assert.Equal("signer_unavailable", await CodeAsync(() => phone.SyncAsync(Ct)));
        }
        finally
        {
            Signer.IsDown = false;
        }

        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
        Assert.Empty(await ClientOf(holder.Token).GetDevicesAsync(Ct));
        Assert.False(await host.InDatabaseAsync(db => db.IssuedTickets.AnyAsync(t => t.DeviceId == new Domain.Devices.DeviceId(phone.Id), Ct)));

        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
    }

    [Fact]
    public async Task More_releases_than_are_signed_in_an_hour_wait_and_the_devices_stay_locked()
    {
        host.Clock.Advance(TimeSpan.FromHours(1));
        var held = new List<(TestHolder Holder, TestPhone Phone)>();
        for (var i = 0; i < 4; i++)
        {
            held.Add(await NewHeldPhoneAsync());
        }

        foreach (var (holder, phone) in held[..3])
        {
            phone.Store(await phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        }

        var (last, waiting) = held[3];
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => waiting.ReleaseAsync(last.Token, DeviceHost.Password, erase: true, Ct));
        Assert.Equal(("signer_limit", 429), (refused.Code, refused.Problem.Status));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));

        // The consent stands: the phone needs nobody for the rest.
        Assert.Equal("releasing", (await ClientOf(last.Token).GetDeviceAsync(waiting.Id, Ct)).State);
        host.Clock.Advance(refused.RetryAfter.Value);
        waiting.Store(await waiting.GetReleaseTicketAsync(Ct), TicketAction.Release);
        held.ForEach(each => each.Phone.Dispose());
    }

    // Whoever has the database and not the signer: the row says Free, the phone's evidence says Held in another holding.
    [Fact]
    public async Task A_row_that_was_changed_in_the_database_frees_no_device()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(holder.Token), phone.Id, erase: true);
        phone.Epoch = 7;
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE devices SET epoch = {6}, release_epoch = {6} WHERE device_id = {phone.Id}", Ct));
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        phone.Epoch = 6;
        phone.HoldingId = null;
        Assert.Equal("signer_refused", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    // The row says that the holder agreed; the log, which the holder and everybody else is shown, has no word of it.
    [Fact]
    public async Task A_row_that_says_that_its_holder_agreed_frees_no_device()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await host.InDatabaseAsync(async db =>
        {
            Assert.Null((await db.Devices.SingleAsync(d => d.Id == new Domain.Devices.DeviceId(phone.Id), Ct)).BeginRelease(holder.Id, erase: true, host.Clock.GetUtcNow()));
            return await db.SaveChangesAsync(Ct);
        });

        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    // So is a consent that somebody wrote into the row in place of the holder's, which keeps the data.
    [Fact]
    public async Task Whether_data_goes_is_what_the_log_says()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(holder.Token), phone.Id, erase: true);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE devices SET release_erase = {false} WHERE device_id = {phone.Id}", Ct));

        Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
    }

    [Fact]
    public async Task Without_its_signer_the_server_takes_no_consent_on_the_phone()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Signer.IsDown = true;
        try
        {
            Assert.Equal("signer_unavailable", await CodeAsync(() => phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct)));
        }
        finally
        {
            Signer.IsDown = false;
        }

        Assert.Equal("held", (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task Every_ticket_that_was_issued_is_in_the_signers_ledger()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;

        // A checkpoint is a line, too.
        await host.LogTakenUpAsync(Ct);
        await using var nothing = await host.NothingTakenUpAsync(Ct);
        await phone.SyncAsync(Ct);
        var seen = await DeskBench.SeenAsync(Path.Combine(host.DataFolder, "keys"));
        var issued = await host.InDatabaseAsync(db => db.IssuedTickets.OrderByDescending(t => t.IssuedAt).Where(t => t.DeviceId == new Domain.Devices.DeviceId(phone.Id)).ToListAsync(Ct));
        Assert.Equal("sync_held", seen.Last!.Action);
        Assert.Contains(issued, ticket => ticket.Id.Value.ToByteArray(bigEndian: true).AsSpan().SequenceEqual(seen.Last.Id));
        Assert.NotNull(holder);
    }
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Devices;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Tests.Devices;

public abstract class DeclineTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_declined_phone_is_free_for_the_next_person_in_the_next_epoch()
    {
        var (ada, phone) = await NewOfferAsync();
        using var _ = phone;
        var bob = await host.NewHolderAsync(Ct);

        await phone.DeclineAsync(Ct);

        var state = await phone.StateAsync(Ct);
        Assert.Equal(("free", 1L, null), (state.State, state.Epoch, state.MaskedHolder));
        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        var sync = await phone.SyncAsync(Ct);
        Assert.Equal((TicketState.Free, 1u), (sync.State!.Value, sync.Epoch));
        (phone.Epoch, phone.LastTicketId) = (sync.Epoch, sync.TicketId);
        Assert.Equal(1, (await phone.ActivateAsync(bob.Token, Ct)).Epoch);
    }

    [Fact]
    public async Task The_account_is_told_by_mail_in_its_language()
    {
        var (ada, phone) = await NewOfferAsync("es");
        using var _ = phone;

        await phone.DeclineAsync(Ct);
        await phone.DeclineAsync(Ct);

        var subjects = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == ada.Email).Select(m => m.Subject).ToListAsync(Ct));
        Assert.Equivalent(new[] { "lotus se ha añadido a tu cuenta", "lotus no se ha añadido a tu cuenta" }, subjects, strict: true);
    }

    [Fact]
    public async Task The_log_tells_it_and_holds()
    {
        var (_, phone) = await NewOfferAsync();
        using var _ = phone;
        await phone.DeclineAsync(Ct);
        var sync = await phone.SyncAsync(Ct);
        (phone.Epoch, phone.LastTicketId) = (sync.Epoch, sync.TicketId);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);

        var log = await ClientOf(bob.Token).GetDeviceLogAsync(phone.Id, 0, Ct);

        Assert.Equal(["enrolled", "activated", "declined", "synced", "activated"], log.Entries.Select(e => e.Event));
        using var report = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        Assert.True(await AuditVerify.RunAsync(where, new ConfigurationBuilder().Build(), report, Ct) == 0, report.ToString());
    }

    [Fact]
    public async Task A_phone_that_confirmed_its_hold_and_then_says_that_it_has_none_stays_held()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.HoldingId = null;

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.DeclineAsync(Ct)));

        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task A_renewed_hold_of_a_confirmed_holding_cannot_be_declined()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.HoldingId = null;
        phone.Offer(await phone.AskForHoldAsync(ada.Token, Ct));

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.DeclineAsync(Ct)));

        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_that_says_which_holding_it_has_declines_nothing()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);

        // The phone's own codec refuses to say such a thing.
        await Assert.ThrowsAsync<Protocols.ProtocolException>(() => phone.DeclineAsync(Ct));
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_that_stored_its_hold_and_lies_before_its_receipt_gets_no_release_ticket_for_its_lock()
    {
        var (ada, phone) = await NewOfferAsync();
        using var _ = phone;

        await phone.DeclineAsync(Ct);

        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct)));
        // What it is told instead is a state that a held block does not take.
        Assert.Null(Device.Block.BlockTransitions.Next(Device.Block.BlockState.Held, Device.Block.BlockStep.SyncFree));
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_decline_kept_back_until_after_the_next_activation_is_refused()
    {
        var (ada, phone) = await NewOfferAsync();
        using var _ = phone;
        var kept = await phone.EvidenceAsync(EvidencePurpose.Decline, null, Ct);
        await phone.ActivateAsync(ada.Token, Ct);

        Assert.Equal("evidence_replayed", await CodeAsync(() => host.NewClient().DeclineDeviceAsync(kept, Ct)));
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task One_decline_counts_once()
    {
        var (_, phone) = await NewOfferAsync();
        using var _ = phone;
        var decline = await phone.EvidenceAsync(EvidencePurpose.Decline, null, Ct);
        await host.NewClient().DeclineDeviceAsync(decline, Ct);

        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().DeclineDeviceAsync(decline, Ct)));
    }

    [Fact]
    public async Task A_decline_said_again_in_the_next_holding_changes_nothing()
    {
        var (_, phone) = await NewOfferAsync();
        using var _ = phone;
        var declined = phone.LastTicketId;
        await phone.DeclineAsync(Ct);
        phone.Epoch = 1;
        var bob = await host.NewHolderAsync(Ct);
        await phone.AskForHoldAsync(bob.Token, Ct);

        (phone.Epoch, phone.LastTicketId) = (0, declined);
        await phone.DeclineAsync(Ct);

        var state = await phone.StateAsync(Ct);
        Assert.Equal(("held", 1L), (state.State, state.Epoch));
    }

    [Fact]
    public async Task A_ticket_that_was_never_issued_to_this_phone_declines_nothing()
    {
        var (_, phone) = await NewOfferAsync();
        var (_, other) = await NewOfferAsync();
        using var _ = phone;
        using var __ = other;
        var offered = phone.LastTicketId;

        phone.LastTicketId = RandomNumberGenerator.GetBytes(16);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.DeclineAsync(Ct)));
        other.LastTicketId = offered;
        Assert.Equal("evidence_untrusted", await CodeAsync(() => other.DeclineAsync(Ct)));
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        Assert.Equal("held", (await other.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_ticket_that_is_no_hold_cannot_be_declined()
    {
        var (_, phone) = await NewOfferAsync();
        using var _ = phone;
        phone.LastTicketId = (await phone.SyncAsync(Ct)).TicketId;

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.DeclineAsync(Ct)));
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_device_removed_on_the_page_is_ended_by_its_release()
    {
        var (ada, phone) = await NewOfferAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);

        Assert.Equal("device_releasing", await CodeAsync(() => phone.DeclineAsync(Ct)));
        Assert.Equal("releasing", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task Of_a_decline_and_a_removal_at_once_the_device_is_free_or_being_released()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewOfferAsync();
            using var _ = phone;
            var decline = await phone.EvidenceAsync(EvidencePurpose.Decline, null, Ct);

            var codes = await Task.WhenAll(
                CodeAsync(() => host.NewClient().DeclineDeviceAsync(decline, Ct)),
                CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false)));

            Assert.Contains((codes[0], codes[1]), new (string?, string?)[] { (null, "not_found"), ("device_releasing", null) });
            Assert.Equal(codes[0] is null ? "free" : "releasing", (await phone.StateAsync(Ct)).State);
        }
    }

    [Fact]
    public async Task Of_a_decline_and_a_receipt_at_once_exactly_one_counts()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, phone) = await NewOfferAsync();
            using var _ = phone;
            var decline = await phone.EvidenceAsync(EvidencePurpose.Decline, null, Ct);
            var receipt = await phone.EvidenceAsync(EvidencePurpose.Receipt, null, Ct);

            var codes = await Task.WhenAll(
                CodeAsync(() => host.NewClient().DeclineDeviceAsync(decline, Ct)), CodeAsync(() => host.NewClient().SendReceiptAsync(receipt, Ct)));

            Assert.Null(codes[1]);
            var id = new Domain.Devices.DeviceId(phone.Id);
            var holding = await host.InDatabaseAsync(db => db.Holdings.AsNoTracking().SingleAsync(h => h.DeviceId == id, Ct));
            Assert.Equal(codes[0] is null, holding is { EndedAt: not null, ConfirmedAt: null });
            Assert.Equal(codes[0] is null, holding.EndedAt is not null);
            Assert.Equal(codes[0] is null ? "free" : "held", (await phone.StateAsync(Ct)).State);
        }
    }

    /// <summary>A phone that was given a hold ticket, and shows the name.</summary>
    private async Task<(TestHolder Holder, TestPhone Phone)> NewOfferAsync(string language = "en")
    {
        var holder = await host.NewHolderAsync(Ct, language);
        var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        phone.Offer(await phone.AskForHoldAsync(holder.Token, Ct));
        return (holder, phone);
    }
}

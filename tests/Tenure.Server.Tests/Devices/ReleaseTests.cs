using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Hosting;
using ReleaseDevice = Tenure.Client.Devices.ReleaseDevice;
using RemoveDevice = Tenure.Client.Devices.RemoveDevice;

namespace Tenure.Server.Tests.Devices;

public abstract class ReleaseTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    // Found by killing a server 200 times while its signers were rotated.
    [Fact]
    public async Task The_logs_signer_may_be_replaced_between_the_proof_of_the_consent_and_the_ticket()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var (signer, keys, rotated) = ((SignerInside)host.Services.GetRequiredService<ISignerLine>(), Path.Combine(host.DataFolder, "keys"), -1);
        signer.BeforeRelease = async () => rotated = await KeyCommand.RunAsync(["rotate", "--roots", keys, "--keys", keys, "--purpose", "log"], TextWriter.Null, TimeProvider.System, Ct);

        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);

        Assert.Equal(0, rotated);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_that_its_holder_signs_out_of_is_free_after_its_receipt_and_can_be_activated_by_the_next_person()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var bob = await host.NewHolderAsync(Ct);

        var ticket = phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);

        Assert.True(ticket.Erase);
        Assert.Equal("releasing", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
        await phone.SendReceiptAsync(Ct);
        var state = await phone.StateAsync(Ct);
        Assert.Equal(("free", 1L, null), (state.State, state.Epoch, state.MaskedHolder));
        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
        Assert.Equal(1, (await phone.ActivateAsync(bob.Token, Ct)).Epoch);
    }

    [Fact]
    public async Task A_wrong_password_releases_nothing_and_uses_no_evidence_up()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var evidence = (await phone.EvidenceAsync(EvidencePurpose.Release, null, Ct)).Evidence;

        Assert.Equal("step_up_failed", await CodeAsync(() => ClientOf(ada.Token).ReleaseDeviceAsync(new ReleaseDevice(evidence, "wrong", true), Ct)));
        Assert.Equal("step_up_failed", await CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true, "wrong")));
        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Null(await CodeAsync(() => ClientOf(ada.Token).ReleaseDeviceAsync(new ReleaseDevice(evidence, DeviceHost.Password, true), Ct)));
    }

    [Fact]
    public async Task Nobody_but_the_holder_can_release_a_phone_even_with_the_phone_in_hand()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        var thief = await host.NewHolderAsync(Ct);

        Assert.Equal("device_not_held", await CodeAsync(() => phone.ReleaseAsync(thief.Token, DeviceHost.Password, erase: true, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => RemoveAsync(ClientOf(thief.Token), phone.Id, erase: true)));
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_phone_is_not_let_go_from_afar_by_the_password_alone_on_the_page_or_with_a_question_that_was_brought_there()
    {
        // An ex-partner knows the password and has the phone in hand.
        var (ada, phone) = await NewHeldPhoneAsync();
        var partner = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Equal("code_wrong", await CodeAsync(() => partner.RemoveDeviceAsync(phone.Id, new RemoveDevice(DeviceHost.Password, Erase: true), Ct)));
        Assert.NotNull(await CodeAsync(() => partner.RemoveDeviceAsync(phone.Id, new RemoveDevice(DeviceHost.Password, Erase: true, "123456", "made-up"), Ct)));
        var question = phone.Evidence(EvidencePurpose.Release, serverNonce: null, token: null).Evidence;
        Assert.NotNull(await CodeAsync(() => partner.ReleaseDeviceAsync(new ReleaseDevice(question, DeviceHost.Password, true), Ct)));
        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task With_a_code_by_mail_a_removal_waits_a_week_in_which_everybody_is_told_and_any_session_takes_it_back()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceRelease");
        var asked = await ClientOf(ada.Token).RemoveDeviceAsync(phone.Id, new RemoveDevice(DeviceHost.Password, Erase: false, code, transaction), Ct);
        Assert.Equal(("held", host.Clock.GetUtcNow() + TimeSpan.FromDays(7)), (asked.State, asked.RemovalDueAt));
        Assert.Contains(await host.Server.MailsToAsync(ada.Email, Ct), mail => mail.Subject.EndsWith("is to leave your account", StringComparison.Ordinal) && mail.Text.Contains($"/devices/{phone.Id}", StringComparison.Ordinal));

        // In the last minute, in another session, without a proof.
        host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await host.SweepAsync<CarryOutRemovals>(Ct);
        var laptop = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        var stranger = ClientOf((await host.NewHolderAsync(Ct)).Token);
        Assert.Equal("not_found", await CodeAsync(() => stranger.CancelRemovalAsync(phone.Id, Ct)));
        Assert.Null((await laptop.CancelRemovalAsync(phone.Id, Ct)).RemovalDueAt);
        Assert.Equal("not_releasing", await CodeAsync(() => laptop.CancelRemovalAsync(phone.Id, Ct)));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SweepAsync<CarryOutRemovals>(Ct);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task After_the_week_the_phone_is_let_go_as_was_said_unless_the_account_is_frozen_or_it_was_lost_meanwhile()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var other = host.NewPhone();
        await other.EnrolAsync(Ct);
        await other.ActivateAsync(ada.Token, Ct);
        await other.SendReceiptAsync(Ct);
        foreach (var one in new[] { phone, other })
        {
            var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceRelease");
            await ClientOf(ada.Token).RemoveDeviceAsync(one.Id, new RemoveDevice(DeviceHost.Password, Erase: false, code, transaction), Ct);
        }

        await MarkLostAsync(ada, other);
        // Before it is due: the server's own round comes as soon as the clock says so.
        host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        await ChangeAsync(ada, account =>
        {
            Assert.True(account.Freeze(host.Clock.GetUtcNow()));
            return null;
        });
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.SweepAsync<CarryOutRemovals>(Ct);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            return null;
        });
        await host.SweepAsync<CarryOutRemovals>(Ct);
        Assert.Equal(("releasing", "lost"), ((await phone.StateAsync(Ct)).State, (await other.StateAsync(Ct)).State));
        Assert.False(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_removed_on_the_page_frees_itself_at_its_next_contact_without_anyone_signed_in()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var bob = await host.NewHolderAsync(Ct);

        var removed = await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);

        Assert.Equal("releasing", removed.State);
        Assert.Equal("device_releasing", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        Assert.Equal("device_releasing", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
        Assert.False(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_release_that_is_under_way_stops_while_the_account_is_suspended_or_frozen(bool suspended)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        await ChangeAsync(ada, account => suspended ? account.Suspend() : Freeze(account));

        Assert.Equal("account_frozen", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        Assert.Equal("releasing", (await phone.StateAsync(Ct)).State);

        await ChangeAsync(ada, account => suspended ? account.LiftSuspension() : Thaw(account));
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);

        Refusal? Freeze(Account account)
        {
            Assert.True(account.Freeze(host.Clock.GetUtcNow()));
            return null;
        }

        static Refusal? Thaw(Account account)
        {
            account.Thaw();
            return null;
        }
    }

    [Fact]
    public async Task A_frozen_account_gives_no_consent_to_a_release()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await ChangeAsync(ada, account =>
        {
            Assert.True(account.Freeze(host.Clock.GetUtcNow()));
            return null;
        });

        Assert.Equal("account_frozen", await CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true)));
        Assert.Equal("account_frozen", await CodeAsync(() => phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct)));
        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task A_lost_ticket_locks_nobody_out()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct);
        await phone.GetReleaseTicketAsync(Ct);
        phone.Boots++;
        phone.Requests = 0;

        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_release_ticket_answers_a_challenge_that_travelled_without_a_network()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        var challenge = phone.Evidence(EvidencePurpose.Release, serverNonce: null, token: null);

        var ticket = await host.NewClient().GetReleaseTicketAsync(challenge, Ct);

        phone.Store(ticket.Ticket, TicketAction.Release);
        Assert.Equal("evidence_replayed", await CodeAsync(() => host.NewClient().GetReleaseTicketAsync(challenge, Ct)));
    }

    [Fact]
    public async Task A_consent_is_proven_at_once_whoever_takes_the_log_up_otherwise()
    {
        await using var nothing = await host.NothingTakenUpAsync(Ct);
        var (ada, phone) = await NewHeldPhoneAsync();
        var (bob, other) = await NewHeldPhoneAsync();
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);

        Assert.NotNull(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Consent);
        Assert.NotNull(other.Store(await other.ReleaseAsync(bob.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release).Consent);
    }

    [Fact]
    public async Task The_log_of_the_proof_has_grown_out_of_the_one_that_the_phone_says_it_has_seen()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await phone.SeeLogAsync(Ct);
        var seen = phone.SeenLog!.Size;

        // The phone's own verifier demands it.
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);

        Assert.True(seen < phone.SeenLog.Size);
    }

    [Fact]
    public async Task A_phone_that_has_seen_more_of_the_log_than_there_is_gets_no_ticket()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await phone.SeeLogAsync(Ct);
        phone.SeenLog = phone.SeenLog! with { Size = 1_000_000 };

        Assert.Equal("log_shorter", await CodeAsync(() => phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct)));
    }

    [Fact]
    public async Task Each_consent_is_proven_by_the_last_time_that_it_was_given()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        var first = phone.Verify(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        var second = phone.Verify(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);

        Assert.Equal((true, false), (first.Erase, second.Erase));
        Assert.NotEqual(first.Consent, second.Consent);
    }

    [Fact]
    public async Task Many_who_sign_out_at_once_are_all_let_go()
    {
        var held = new List<(TestHolder Holder, TestPhone Phone)>();
        for (var i = 0; i < 12; i++)
        {
            held.Add(await NewHeldPhoneAsync());
        }

        var tickets = await Task.WhenAll(held.Select(each => each.Phone.ReleaseAsync(each.Holder.Token, DeviceHost.Password, erase: false, Ct)));

        Assert.All(held.Zip(tickets), each => each.First.Phone.Store(each.Second, TicketAction.Release));
    }

    [Fact]
    public async Task A_receipt_that_comes_twice_or_late_changes_nothing()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var bob = await host.NewHolderAsync(Ct);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct), TicketAction.Release);
        var released = phone.LastTicketId;
        await phone.SendReceiptAsync(Ct);
        await phone.SendReceiptAsync(Ct);

        await phone.ActivateAsync(bob.Token, Ct);
        phone.LastTicketId = released;
        await phone.SendReceiptAsync(Ct);

        var state = await phone.StateAsync(Ct);
        Assert.Equal(("held", 1L), (state.State, state.Epoch));
    }

    [Fact]
    public async Task Only_the_receipt_for_a_release_ticket_frees_a_phone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var hold = phone.LastTicketId;
        await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct);

        await phone.SendReceiptAsync(Ct);
        phone.Epoch = 1;
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.SendReceiptAsync(Ct)));
        phone.LastTicketId = RandomNumberGenerator.GetBytes(16);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.SendReceiptAsync(Ct)));

        Assert.NotNull(hold);
        Assert.Equal("releasing", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task Consent_lasts_thirty_days_and_the_holder_can_give_it_again()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);

        host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        var token = await host.NewTokenAsync(ada.Id, Ct);
        await RemoveAsync(ClientOf(token), phone.Id, erase: true);

        Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
    }

    [Fact]
    public async Task A_release_ticket_of_an_old_epoch_or_for_another_phone_is_refused_by_the_phone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var (_, other) = await NewHeldPhoneAsync();
        var ticket = await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct);

        Assert.Equal(ProtocolErrorCode.WrongDevice, Assert.Throws<ProtocolException>(() => other.Verify(ticket, TicketAction.Release)).Code);
        phone.Epoch++;
        Assert.Equal(ProtocolErrorCode.WrongEpoch, Assert.Throws<ProtocolException>(() => phone.Verify(ticket, TicketAction.Release)).Code);
    }

    [Fact]
    public async Task A_phone_with_a_bad_block_is_told_how_it_stands()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var holding = phone.HoldingId;
        phone.HoldingId = null;

        var held = await phone.SyncAsync(Ct);
        Assert.Equal((TicketState.Held, 0u), (held.State!.Value, held.Epoch));
        Assert.Equal(holding, held.HoldingId);

        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        Assert.Equal(TicketState.Held, (await phone.SyncAsync(Ct)).State);
        phone.HoldingId = holding;
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.SyncAsync(Ct)));
        await phone.SendReceiptAsync(Ct);
        phone.Epoch = 0;
        var free = await phone.SyncAsync(Ct);
        Assert.Equal((TicketState.Free, 1u), (free.State!.Value, free.Epoch));
    }

    [Fact]
    public async Task The_holder_is_told_of_each_step_in_their_language()
    {
        var (ada, phone) = await NewHeldPhoneAsync("ru");
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        var subjects = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == ada.Email).OrderBy(m => m.Id).Select(m => m.Subject).ToListAsync(Ct));

        Assert.Equivalent(
            new[] { "Устройство lotus добавлено в вашу учётную запись", "Устройство lotus покидает вашу учётную запись", "Устройство lotus покинуло вашу учётную запись" }, subjects, strict: true);
    }

    [Fact]
    public async Task Of_a_removal_and_an_activation_by_a_stranger_at_once_exactly_the_removal_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewHeldPhoneAsync();
            var bob = await host.NewHolderAsync(Ct);
            var evidence = await phone.EvidenceAsync(EvidencePurpose.Activate, bob.Token, Ct);

            var codes = await Task.WhenAll(
                CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false)),
                CodeAsync(() => ClientOf(bob.Token).ActivateDeviceAsync(evidence, Ct)));

            Assert.Null(codes[0]);
            Assert.Contains(codes[1], new[] { "device_held", "device_releasing" });
            Assert.Equal("releasing", (await phone.StateAsync(Ct)).State);
        }
    }

    [Fact]
    public async Task Of_a_release_on_the_phone_and_an_activation_with_the_same_nonce_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewHeldPhoneAsync();
            var nonce = System.Buffers.Text.Base64Url.DecodeFromChars((await host.NewClient().GetDeviceNonceAsync(Ct)).Nonce);
            var activate = phone.Evidence(EvidencePurpose.Activate, nonce, ada.Token);
            var release = phone.Evidence(EvidencePurpose.Release, nonce, token: null);

            var codes = await Task.WhenAll(
                CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(activate, Ct)),
                CodeAsync(() => ClientOf(ada.Token).ReleaseDeviceAsync(new ReleaseDevice(release.Evidence, DeviceHost.Password, false), Ct)));

            Assert.Single(codes, code => code is null);
            Assert.Single(codes, code => code is "nonce_spent" or "evidence_replayed");
            Assert.Equal(codes[0] is null ? "held" : "releasing", (await phone.StateAsync(Ct)).State);
        }
    }

    [Fact]
    public async Task Of_many_receipts_at_once_one_ends_the_holding_and_the_epoch_rises_by_one()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: false, Ct), TicketAction.Release);
        var receipts = new List<DeviceEvidence>();
        for (var i = 0; i < 5; i++)
        {
            receipts.Add(await phone.EvidenceAsync(EvidencePurpose.Receipt, null, Ct));
        }

        await Task.WhenAll(receipts.Select(receipt => CodeAsync(() => host.NewClient().SendReceiptAsync(receipt, Ct))));

        var state = await phone.StateAsync(Ct);
        Assert.Equal(("free", 1L), (state.State, state.Epoch));
        Assert.Equal(1, await host.InDatabaseAsync(db => db.Holdings.CountAsync(h => h.DeviceId == new Domain.Devices.DeviceId(phone.Id) && h.EndedAt != null, Ct)));
    }

    [Fact]
    public async Task A_device_token_reads_and_nothing_else()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        var tokens = await host.NewClient().SignIn.ForDeviceAsync((await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct)).Evidence, Ct);

        Assert.Equal("not_allowed", await CodeAsync(() => ClientOf(tokens.AccessToken).GetDevicesAsync(Ct)));
        Assert.Equal("not_signed_in", await CodeAsync(() => host.NewClient().GetDeviceStateAsync(Ct)));
    }

    private Task<int> ChangeAsync(TestHolder holder, Func<Account, Refusal?> change) => host.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<TenureDb>();
        Assert.Null(change(await db.Set<Account>().FirstAsync(a => a.Id == holder.Id, Ct)));
        return await db.SaveChangesAsync(Ct);
    });
}

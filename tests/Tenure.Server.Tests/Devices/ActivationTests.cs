using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Tests.Devices;

public abstract class ActivationTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_phone_enrols_once_however_often_it_asks()
    {
        using var phone = host.NewPhone();

        await phone.EnrolAsync(Ct);
        await phone.EnrolAsync(Ct);

        Assert.Equal(1, await host.InDatabaseAsync(db => db.Devices.CountAsync(d => d.Id == new Domain.Devices.DeviceId(phone.Id), Ct)));
    }

    [Fact]
    public async Task A_free_phone_is_held_by_the_account_that_activates_it()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);

        var activated = await phone.ActivateAsync(ada.Token, Ct);

        Assert.Equal(phone.Id, activated.DeviceId);
        Assert.Equal(0, activated.Epoch);
        Assert.Equal(activated.HoldingId, Base64Url.EncodeToString(phone.HoldingId));
        Assert.StartsWith("h•••@", activated.MaskedHolder, StringComparison.Ordinal);
        Assert.Equal(("held", 0L, activated.MaskedHolder), await StateAsync(phone));
        var client = host.NewClient();
        client.AccessToken = ada.Token;
        var device = Assert.Single(await client.GetDevicesAsync(Ct));
        Assert.Equal((phone.Id, "lotus", "held"), (device.Id, device.Model, device.State));
    }

    [Fact]
    public async Task The_holder_is_told_by_mail_in_their_language()
    {
        var ada = await host.NewHolderAsync(Ct, "de");
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);

        await phone.ActivateAsync(ada.Token, Ct);
        await phone.ActivateAsync(ada.Token, Ct);

        var mail = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == ada.Email, Ct));
        Assert.Equal("lotus gehört jetzt zu Ihrem Konto", mail.Subject);
    }

    [Fact]
    public async Task After_a_wipe_the_holder_gets_a_fresh_ticket_for_the_same_holding()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var first = await phone.ActivateAsync(ada.Token, Ct);

        phone.Boots++;
        phone.Requests = 0;
        var second = await phone.ActivateAsync(await host.NewTokenAsync(ada.Id, Ct), Ct);

        Assert.Equal(first.HoldingId, second.HoldingId);
        Assert.NotEqual(first.Ticket, second.Ticket);
    }

    [Fact]
    public async Task Another_account_cannot_activate_a_phone_that_is_held()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);

        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        phone.HoldingId = null;
        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
    }

    [Fact]
    public async Task Of_two_accounts_that_activate_one_phone_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 8; round++)
        {
            var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
            using var phone = host.NewPhone();
            await phone.EnrolAsync(Ct);
            var evidence = new[] { await phone.EvidenceAsync(EvidencePurpose.Activate, ada.Token, Ct), await phone.EvidenceAsync(EvidencePurpose.Activate, bob.Token, Ct) };
            string[] tokens = [ada.Token, bob.Token];

            var codes = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => CodeAsync(() => ClientOf(tokens[i]).ActivateDeviceAsync(evidence[i], Ct))));

            Assert.Single(codes, code => code is null);
            Assert.Contains(codes, code => code is "device_held" or "evidence_replayed");
            Assert.Equal(1, await host.InDatabaseAsync(db => db.Holdings.CountAsync(h => h.DeviceId == new Domain.Devices.DeviceId(phone.Id), Ct)));
        }
    }

    [Fact]
    public async Task One_nonce_used_by_many_at_once_counts_once()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var nonce = Base64Url.DecodeFromChars((await host.NewClient().GetDeviceNonceAsync(Ct)).Nonce);
        var evidence = Enumerable.Range(0, 6).Select(_ => phone.Evidence(EvidencePurpose.Activate, nonce, ada.Token)).ToList();

        var codes = await Task.WhenAll(evidence.Select(e => CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(e, Ct))));

        Assert.Single(codes, code => code is null);
        Assert.All(codes.Where(code => code is not null), code => Assert.Contains(code, new[] { "nonce_spent", "evidence_replayed" }));
    }

    [Fact]
    public async Task A_nonce_enrols_once_whether_the_device_is_known_or_new()
    {
        using var one = host.NewPhone();
        using var two = host.NewPhone();
        await one.PinAsync(Ct);
        await two.PinAsync(Ct);
        var nonce = Base64Url.DecodeFromChars((await host.NewClient().GetDeviceNonceAsync(Ct)).Nonce);
        await host.NewClient().EnrolDeviceAsync(one.Evidence(EvidencePurpose.Enrol, nonce, null), Ct);
        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().EnrolDeviceAsync(one.Evidence(EvidencePurpose.Enrol, nonce, null), Ct)));
        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().EnrolDeviceAsync(two.Evidence(EvidencePurpose.Enrol, nonce, null), Ct)));
        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().EnrolDeviceAsync(two.Evidence(EvidencePurpose.Enrol, null, null), Ct)));
        Assert.False(await host.InDatabaseAsync(db => db.Devices.AnyAsync(d => d.Id == new Domain.Devices.DeviceId(two.Id), Ct)));
    }

    [Fact]
    public async Task Two_phones_that_share_one_nonce_get_one_answer()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var one = host.NewPhone();
        using var two = host.NewPhone();
        await one.EnrolAsync(Ct);
        await two.EnrolAsync(Ct);
        var nonce = Base64Url.DecodeFromChars((await host.NewClient().GetDeviceNonceAsync(Ct)).Nonce);
        DeviceEvidence[] evidence = [one.Evidence(EvidencePurpose.Activate, nonce, ada.Token), two.Evidence(EvidencePurpose.Activate, nonce, ada.Token)];

        var codes = await Task.WhenAll(evidence.Select(e => CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(e, Ct))));

        Assert.Single(codes, code => code is null);
        Assert.Single(codes, code => code == "nonce_spent");
    }

    [Fact]
    public async Task Replayed_evidence_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Activate, ada.Token, Ct);
        await ClientOf(ada.Token).ActivateDeviceAsync(evidence, Ct);

        Assert.Equal("nonce_spent", await CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(evidence, Ct)));
    }

    [Fact]
    public async Task A_victims_evidence_relayed_into_another_accounts_activation_is_refused()
    {
        var (victim, thief) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Activate, victim.Token, Ct);

        Assert.Equal("evidence_untrusted", await CodeAsync(() => ClientOf(thief.Token).ActivateDeviceAsync(evidence, Ct)));
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task Evidence_of_another_sign_in_of_the_same_account_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Activate, await host.NewTokenAsync(ada.Id, Ct), Ct);

        Assert.Equal("evidence_untrusted", await CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(evidence, Ct)));
    }

    [Fact]
    public async Task A_nonce_is_good_for_two_minutes()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var late = await phone.EvidenceAsync(EvidencePurpose.Activate, ada.Token, Ct);

        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("nonce_spent", await CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(late, Ct)));
    }

    [Fact]
    public async Task A_nonce_that_the_server_did_not_make_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);

        Assert.Equal("nonce_spent", await CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(
            phone.Evidence(EvidencePurpose.Activate, RandomNumberGenerator.GetBytes(32), ada.Token), Ct)));
        Assert.Equal("nonce_spent", await CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(
            phone.Evidence(EvidencePurpose.Activate, serverNonce: null, ada.Token), Ct)));
    }

    [Fact]
    public async Task Evidence_for_another_purpose_is_refused()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);

        Assert.Equal("evidence_untrusted", await CodeAsync(async () => await host.NewClient().SyncDeviceAsync(new Client.Devices.SyncDevice((await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct)).Evidence), Ct)));
    }

    [Fact]
    public async Task Evidence_for_a_fake_servers_root_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        using var fake = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        phone.Root = PublicKeyP256.From(fake).Thumbprint;

        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
    }

    [Fact]
    public async Task A_phone_that_never_enrolled_proves_nothing()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();

        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
    }

    [Fact]
    public async Task A_forked_counter_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        using var clone = new TestPhone(host.NewClient()) { Key = ECDsa.Create(phone.Key.ExportParameters(includePrivateParameters: true)), Boots = phone.Boots, Requests = phone.Requests };
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal("evidence_replayed", await CodeAsync(() => clone.AskForHoldAsync(ada.Token, Ct)));
    }

    [Fact]
    public async Task Evidence_of_an_old_epoch_is_refused()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        phone.Epoch = 3;

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
    }

    [Fact]
    public async Task A_ticket_is_refused_by_another_phone_and_for_another_challenge()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        using var other = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await other.EnrolAsync(Ct);
        var ticket = (await phone.AskForHoldAsync(ada.Token, Ct)).Ticket;

        Assert.Equal(ProtocolErrorCode.WrongDevice, Assert.Throws<ProtocolException>(() => other.Verify(ticket, TicketAction.Hold)).Code);
        await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct);
        Assert.Equal(ProtocolErrorCode.WrongEvidence, Assert.Throws<ProtocolException>(() => phone.Verify(ticket, TicketAction.Hold)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64url!")]
    [InlineData("AAAA")]
    public async Task Evidence_that_cannot_be_read_is_malformed(string evidence)
    {
        var problem = await Assert.ThrowsAsync<TenureProblemException>(() => host.NewClient().EnrolDeviceAsync(new DeviceEvidence(evidence), Ct));

        Assert.Equal(400, problem.Problem.Status);
    }

    [Fact]
    public async Task Another_accounts_device_looks_like_one_that_does_not_exist()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);

        Assert.Equal("not_found", await CodeAsync(() => ClientOf(bob.Token).GetDeviceAsync(phone.Id, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(bob.Token).GetDeviceLogAsync(phone.Id, 0, Ct)));
        Assert.Empty(await ClientOf(bob.Token).GetDevicesAsync(Ct));
    }

    private static async Task<(string State, long Epoch, string? Holder)> StateAsync(TestPhone phone)
    {
        var state = await phone.StateAsync(Ct);
        return (state.State, state.Epoch, state.MaskedHolder);
    }
}

using Tenure.Client.Devices;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices;

namespace Tenure.Server.Tests.Devices;

/// <summary>Tickets to use a device without an account.</summary>
public abstract class OpenTicketTests(DeviceHost host) : DeviceTests(host)
{
    /// <summary>Two models may.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string> { ["Devices:OpenModels"] = "lotus, rose two" };

    private static readonly PhoneFacts Facts = new("lotus", "T-1", "lotus", "1", "Tenure virtual phone", "1", null);

    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_free_device_of_a_named_model_is_opened_and_can_be_activated_later()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        Assert.True(await EnrolAsync(phone));

        var ticket = phone.Store(await phone.GetOpenTicketAsync(Ct), TicketAction.Open);

        Assert.Equal((0u, null, null), (ticket.Epoch, ticket.HoldingId, ticket.MaskedHolder));
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        Assert.Equal(["enrolled", "open_ticket_issued", "activated", "hold_confirmed"], (await ClientOf(ada.Token).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.Event));
    }

    [Fact]
    public async Task A_device_of_another_model_is_not()
    {
        using var phone = host.NewPhone();
        phone.Model = "Lotus";
        Assert.False(await EnrolAsync(phone));
        Assert.Equal("open_not_allowed", await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));
        Assert.Empty(new DeviceOptions().OpenModelList);
    }

    [Fact]
    public async Task Its_makers_word_for_the_model_counts_before_its_own()
    {
        using var maker = new TestMaker();
        using var genuine = host.NewPhone();
        using var other = host.NewPhone();
        (genuine.Model, other.Model) = ("something", "lotus");
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine.Id, "open-1"), TestMaker.Record(other.Id, "open-2") with { Model = "orchid" });

        Assert.True(await EnrolAsync(genuine));
        Assert.False(await EnrolAsync(other));
        genuine.Store(await genuine.GetOpenTicketAsync(Ct), TicketAction.Open);
        Assert.Equal("open_not_allowed", await CodeAsync(() => other.GetOpenTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_device_that_somebody_holds_is_refused_whatever_becomes_of_the_holding()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        Assert.Equal("device_held", await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));
        Assert.False(await EnrolAsync(phone));

        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));

        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        phone.Store(await phone.GetOpenTicketAsync(Ct), TicketAction.Open);
        phone.Dispose();
    }

    [Fact]
    public async Task A_lost_device_is_refused()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceLost");
        await ClientOf(ada.Token).MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction), Ct);
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));
    }

    [Fact]
    public async Task Of_an_activation_and_an_opening_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 8; round++)
        {
            var ada = await host.NewHolderAsync(Ct);
            using var phone = host.NewPhone();
            await phone.EnrolAsync(Ct);
            var activate = await phone.EvidenceAsync(EvidencePurpose.Activate, ada.Token, Ct);
            var open = await phone.EvidenceAsync(EvidencePurpose.Open, null, Ct);

            var codes = await Task.WhenAll(
                CodeAsync(() => ClientOf(ada.Token).ActivateDeviceAsync(activate, Ct)), CodeAsync(() => host.NewClient().GetOpenTicketAsync(open, Ct)));

            Assert.Single(codes, code => code is null);
            Assert.Contains(codes, code => code is "evidence_replayed" or "device_held");
            Assert.Equal(codes[0] is null ? 1 : 0, (await ClientOf(ada.Token).GetDevicesAsync(Ct)).Count);
        }
    }

    [Fact]
    public async Task Evidence_for_anything_else_opens_nothing_and_tickets_are_limited()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var session = await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => host.NewClient().GetOpenTicketAsync(session, Ct)));
        var offline = phone.Evidence(EvidencePurpose.Open, serverNonce: null, token: null);
        Assert.NotNull(await CodeAsync(() => host.NewClient().GetOpenTicketAsync(offline, Ct)));
        for (var ticket = 0; ticket < new DeviceOptions().TicketsPerDevice; ticket++)
        {
            await phone.GetOpenTicketAsync(Ct);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_phone_that_was_activated_after_an_opening_is_opened_for_nobody_after_a_wipe()
    {
        var ada = await host.NewHolderAsync(Ct);
        var storage = new MemoryStorage();
        using (var phone = await BootAsync(storage))
        {
            await phone.Agent.OpenAsync(Ct);
            Assert.Equal(LockScreen.Open, phone.Agent.Lock.Screen);
        }

        var (block, counters) = (storage[PhoneLayout.Block].Snapshot(), storage[PhoneLayout.Counters].Snapshot());
        using (var phone = await BootAsync(storage))
        {
            Assert.Equal(LockScreen.Open, phone.Agent.Lock.Screen);
            Assert.True(await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct));
        }

        // A thief copies the free block back, counters and all, as a device without a counter in hardware allows, and wipes it.
        storage[PhoneLayout.Block].Restore(block);
        storage[PhoneLayout.Counters].Restore(counters);
        storage[PhoneLayout.UserData].Write(0, new byte[storage[PhoneLayout.UserData].Length]);

        // And starts it until its evidence is newer than what was seen.
        for (var boot = 0; boot < 3; boot++)
        {
            PhoneCore.Boot(storage, Facts).Dispose();
        }

        using (var phone = await BootAsync(storage))
        {
            Assert.Equal(LockScreen.Wizard, phone.Agent.Lock.Screen);
            Assert.False(phone.Agent.MayOpen);
            Assert.Equal("device_held", await CodeAsync(() => phone.Agent.OpenAsync(Ct)));
            Assert.Equal(LockScreen.Locked, phone.Agent.Lock.Screen);
        }
    }

    private async Task<bool> EnrolAsync(TestPhone phone) => (await host.NewClient().EnrolDeviceAsync(await phone.EvidenceAsync(EvidencePurpose.Enrol, null, Ct), Ct)).MayOpen;

    private async Task<BootedPhone> BootAsync(MemoryStorage storage)
    {
        var core = PhoneCore.Boot(storage, Facts);
        var agent = new DeviceAgent(core, host.Clock);
        agent.Connect(host.NewClient());
        agent.Confirm(await agent.MeetServerAsync(host.Address, Ct));
        await agent.EnrolAsync(Ct);
        return new BootedPhone(core, agent);
    }

    private sealed record BootedPhone(PhoneCore Core, DeviceAgent Agent) : IDisposable
    {
        public void Dispose()
        {
            Agent.Dispose();
            Core.Dispose();
        }
    }
}

using System.Net;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Domain.Cases;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using AskDeletion = Tenure.Client.Accounts.AskDeletion;
using AskExport = Tenure.Client.Accounts.AskExport;
using CancelErase = Tenure.Client.Devices.CancelErase;
using EraseDevice = Tenure.Client.Devices.EraseDevice;

namespace Tenure.Server.Tests.Cases;

/// <summary>Cases and who holds what they ask for: what they may go on doing, what they answer, and when they are believed to be gone.</summary>
public abstract class CaseHolderTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_phone_is_lost_no_more_by_a_case_where_its_holder_was_not_seen_for_a_year_and_else_stays_lost(bool isSeen)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        await MarkLostAsync(ada, phone.Id);
        host.Clock.Advance(CaseRules.LossTime + (30 * Day));
        var asked = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        // Only who has it in hand is told so.
        Assert.False((await StatusAsync(asked)).IsForLost);
        if (isSeen)
        {
            await host.NewTokenAsync(ada.Id, Ct);
        }

        host.Clock.Advance((await StatusAsync(asked)).Earliest!.Value - host.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal(("announced", "lost"), ((await StatusAsync(asked)).State, (await phone.StateAsync(Ct)).State));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.SweepAsync<CarryCasesOn>(Ct);
        var status = await StatusAsync(asked);
        if (isSeen)
        {
            Assert.Equal(("refused", "deviceLost", "lost"), (status.State, status.Reason, (await phone.StateAsync(Ct)).State));
            return;
        }

        // Only the mark is gone: for the phone itself two seniors say yes once more, and its holder hears of it once more.
        Assert.Equal(("submitted", "held"), (status.State, (await phone.StateAsync(Ct)).State));
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        await VoteAsync(asked, 2, approves: true);
        await VoteAsync(asked, 3, approves: true);
        status = await StatusAsync(asked);
        Assert.Equal("announced", status.State);
        Assert.True(status.Earliest >= host.Clock.GetUtcNow() + CaseRules.ReleaseWait);
    }

    [Fact]
    public async Task Who_answers_later_is_asked_on_every_page_and_nothing_has_changed()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync((await person.SignInAsync(host.Server, Ct)).AccessToken!, Ct);
        await phone.SendReceiptAsync(Ct);
        var asked = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        var before = await StatusAsync(asked);
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        Assert.Contains("<a href=\"/\">I answer later</a>", await browser.ReadAsync("/cases", Ct), StringComparison.Ordinal);
        foreach (var path in (string[])["/", "/security", "/devices"])
        {
            Assert.Contains("A case about you", await browser.ReadAsync(path, Ct), StringComparison.Ordinal);
        }

        var after = await StatusAsync(asked);
        Assert.Equal((before.State, before.Earliest), (after.State, after.Earliest));
        // It is still answered.
        using var answered = await browser.SubmitAsync("/cases", Ct, ("_handler", $"mine-{asked.Number}"), ("password", person.Password));
        Assert.Equal(HttpStatusCode.Found, answered.StatusCode);
        Assert.Equal("disputed", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task Nothing_that_a_holder_does_with_a_phone_is_stopped_by_a_case_that_is_not_announced()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = Person.NewEmail();
        var asked = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(asked, contact, withPapers: true);
        await VoteAsync(asked, 0, approves: true);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        var client = ClientOf(ada.Token);
        await client.OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, await PaperAsync(client), Transaction: null, Erase: true), Ct);
        await client.CancelTransferAsync(phone.Id, Ct);
        await client.EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, await PaperAsync(client)), Ct);
        await client.CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct);
        Assert.Equal("submitted", (await StatusAsync(asked)).State);
        await RemoveAsync(client, phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("settled", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task A_case_about_an_account_stops_its_deletion_once_it_is_announced_and_nothing_before()
    {
        var ada = await host.NewHolderAsync(Ct);
        host.Clock.Advance(100 * Day);
        var asked = await OpenAsync("recovery", ada.Email, ada.Email);
        await HandInAsync(asked, ada.Email);
        await VoteAsync(asked, 0, approves: true);
        var client = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        await client.ChangeAccountAsync(new ChangeAccount(Nickname: "Ada"), Ct);
        await client.AskExportAsync(new AskExport(DeviceHost.Password, await PaperAsync(client)), Ct);
        await client.AskDeletionAsync(new AskDeletion(DeviceHost.Password, await PaperAsync(client), null, []), Ct);
        await client.CallOffDeletionAsync(Ct);

        await VoteAsync(asked, 1, approves: true);
        Assert.Equal("announced", (await StatusAsync(asked)).State);
        Assert.Equal("deletion_blocked", await CodeAsync(async () => await client.AskDeletionAsync(new AskDeletion(DeviceHost.Password, await PaperAsync(client), null, []), Ct)));
        // With two proofs it is cleared.
        await client.EndRecoveryAsync(asked.Number, new Client.Cases.EndRecovery(DeviceHost.Password, await PaperAsync(client)), Ct);
        await client.AskDeletionAsync(new AskDeletion(DeviceHost.Password, await PaperAsync(client), null, []), Ct);
    }
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>What people read of a phone whose bootloader was unlocked: its holder, who is about to buy it, and whoever it is offered to.</summary>
public abstract class UnprotectedPageTests(ServerFixture server) : ServerTests(server)
{
    private const string Holders = "Its bootloader was unlocked";
    private const string Strangers = "Unprotected: its bootloader was unlocked";

    [Fact]
    public async Task Pages_say_that_it_is_unprotected_from_the_unlock_ticket_until_it_says_that_it_is_locked_again()
    {
        var (ada, ben) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        var client = await ada.SignInAsync(Server, Ct);
        using var phone = new TestPhone(Server.Client());
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(client.AccessToken!, Ct);
        await phone.SendReceiptAsync(Ct);
        using var hers = await Browser.OfAsync(Server, ada, Ct);
        using var his = await Browser.OfAsync(Server, ben, Ct);
        await client.OpenTransferAsync(phone.Id, new OpenDeviceTransfer(ada.Password, await RecoveryCodeAsync(ada), Transaction: null, Erase: true), Ct);
        Assert.Equal((false, false, false), await ReadAsync());

        await Server.WithDatabaseAsync(async db =>
        {
            var device = await db.Set<Domain.Devices.Device>().FirstAsync(d => d.Id == new DeviceId(phone.Id), Ct);
            device.NoteUnlockTicket(Server.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal((true, true, true), await ReadAsync());

        // Not by what it says within the hour in which it may carry the ticket out.
        phone.Facts = new() { Bootloader = BootloaderState.Locked };
        await phone.StateAsync(Ct);
        Assert.Equal((true, true, true), await ReadAsync());
        Server.Clock.Advance(Ticket.MaxLifetime + TimeSpan.FromSeconds(1));
        await phone.StateAsync(Ct);
        client = await ada.SignInAsync(Server, Ct);
        Assert.Equal((false, false, false), await ReadAsync());

        async Task<(bool Holder, bool Buyer, bool Taker)> ReadAsync()
        {
            var device = WebUtility.HtmlDecode(await hers.ReadAsync($"/devices/{phone.Id}", Ct));
            var digits = (await Server.Client().GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct)).Code;
            using var buyer = Browser.New(Server);
            using var check = await buyer.SubmitAsync("/check", Ct, ("code", digits));
            var checkPage = WebUtility.HtmlDecode(await check.Content.ReadAsStringAsync(Ct));
            Assert.Contains("id=\"answer\"", checkPage, StringComparison.Ordinal);
            using var look = await his.SubmitAsync("/transfer", Ct, ("code", (await client.GetTransferCodeAsync(phone.Id, Ct)).Code));
            var offer = WebUtility.HtmlDecode(await look.Content.ReadAsStringAsync(Ct));
            Assert.Contains("lotus", offer, StringComparison.Ordinal);
            return (device.Contains(Holders, StringComparison.Ordinal), checkPage.Contains(Strangers, StringComparison.Ordinal), offer.Contains(Strangers, StringComparison.Ordinal));
        }
    }

    private async Task<string> RecoveryCodeAsync(Person person)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var account = (await db.Identifiers.AsNoTracking().SingleAsync(i => i.Value == person.Email, Ct)).AccountId;
        var codes = await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().ReplaceAsync(account, Server.Clock.GetUtcNow().AddDays(-4), Ct);
        await db.SaveChangesAsync(Ct);
        return codes[0];
    }
}

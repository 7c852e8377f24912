using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using StartRestore = Tenure.Client.Flashing.StartRestore;

namespace Tenure.Server.Tests.Flashing;

/// <summary>What a holder reads and presses on the pages of a device: restores, and the bootloader.</summary>
public abstract class FlashingPageTests(DeviceHost host) : RestoreStage(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_restore_that_runs_and_one_that_is_over_stand_on_the_page_with_their_receipts_and_the_first_is_stopped_there()
    {
        var (person, ada) = await PersonAsync();
        var (_, phone, client) = await StageAsync(ada);
        using var _ = phone;
        var digest = await RegisterAsync();
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        var path = $"/devices/{phone.Id}/restore";
        var page = await browser.ReadAsync(path, Ct);
        Assert.Contains("None so far.", page, StringComparison.Ordinal);
        Assert.Contains("Bound now: 1.", page, StringComparison.Ordinal);

        var past = await BeginAsync(client, person, ada, phone, digest);
        await ReceiptAsync(past, phone, phone.Verify(await TicketAsync(client, past, phone), TicketAction.Flash), 2, 0);
        var running = await BeginAsync(client, person, ada, phone, digest);
        await ReceiptAsync(running, phone, phone.Verify(await TicketAsync(client, running, phone), TicketAction.Flash), 1, 1);
        page = await browser.ReadAsync(path, Ct);
        Assert.Contains("Receipt of the device: 2 done, 0 failed", page, StringComparison.Ordinal);
        Assert.Contains("Receipt of the device: 1 done, 1 failed", page, StringComparison.Ordinal);
        Assert.Contains("Approved", page, StringComparison.Ordinal);
        Assert.Contains("user data stays", page, StringComparison.Ordinal);
        Assert.Contains($"stop-{running.Id}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"stop-{past.Id}", page, StringComparison.Ordinal);

        using var stopped = await browser.SubmitAsync(path, Ct, ("_handler", $"stop-{running.Id}"));
        Assert.EndsWith("/restore?done=true", stopped.Headers.Location?.ToString(), StringComparison.Ordinal);
        page = await browser.ReadAsync(path + "?done=true", Ct);
        Assert.Contains("The restore was stopped.", page, StringComparison.Ordinal);
        Assert.Contains("Cancelled", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"stop-{running.Id}", page, StringComparison.Ordinal);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, running, phone)));
    }

    [Fact]
    public async Task An_unlocking_is_applied_for_on_the_page_which_says_the_earliest_time_and_is_cancelled_there()
    {
        var (person, ada) = await PersonAsync();
        var (_, phone, _) = await StageAsync(ada);
        using var _ = phone;
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        var path = $"/devices/{phone.Id}/unlock";
        Assert.Contains("Not applied for", await browser.ReadAsync(path, Ct), StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using (var wrong = await browser.SubmitAsync(path, Ct, ("_handler", "unlock"), ("password", "another password here"), ("code", (await RecoveryCodesAsync(ada))[0])))
        {
            Assert.Contains("role=\"alert\"", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var applied = await browser.SubmitAsync(path, Ct, ("_handler", "unlock"), ("password", person.Password), ("code", (await RecoveryCodesAsync(ada))[0]));
        Assert.EndsWith("/unlock?done=applied", applied.Headers.Location?.ToString(), StringComparison.Ordinal);
        var page = await browser.ReadAsync(path + "?done=applied", Ct);
        var due = (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).DueAt!.Value;
        Assert.Contains("It was applied for, and every address was told.", page, StringComparison.Ordinal);
        Assert.Contains("Earliest time", page, StringComparison.Ordinal);
        Assert.Contains(due.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        Assert.DoesNotContain("Apply to unlock", page, StringComparison.Ordinal);

        using var cancelled = await browser.SubmitAsync(path, Ct, ("_handler", "cancel"));
        Assert.EndsWith("/unlock?done=cancelled", cancelled.Headers.Location?.ToString(), StringComparison.Ordinal);
        page = await browser.ReadAsync(path + "?done=cancelled", Ct);
        Assert.Contains("It was cancelled.", page, StringComparison.Ordinal);
        Assert.Contains("Apply to unlock", page, StringComparison.Ordinal);
        Assert.Equal("none", (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task Where_no_unlocking_is_possible_the_page_says_why_and_offers_none()
    {
        var (person, ada) = await PersonAsync();
        var (_, phone, _) = await StageAsync(ada);
        using var _ = phone;
        await host.InDatabaseAsync(async db =>
        {
            for (var i = 0; i < 3; i++)
            {
                var other = UnlockRequest.Apply(ada.Id, new DeviceId($"page{i}"), TimeSpan.Zero, host.Clock.GetUtcNow());
                other.NoteTicket(host.Clock.GetUtcNow());
                db.Unlocks.Add(other);
            }

            return await db.SaveChangesAsync(Ct);
        });
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        var page = await browser.ReadAsync($"/devices/{phone.Id}/unlock", Ct);
        Assert.Contains("Not possible now:", page, StringComparison.Ordinal);
        Assert.Contains("Your account has unlocked 3 devices within a year", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Apply to unlock", page, StringComparison.Ordinal);
    }

    private async Task<(Person Person, TestHolder Holder)> PersonAsync()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var number = person.Number.Replace(" ", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().Select(a => new { a.Id, a.Number }).ToListAsync(Ct)).Single(a => a.Number.Value == number).Id);
        return (person, new TestHolder(id, person.Email, await host.NewTokenAsync(id, Ct)));
    }

    // The password is that of a person who registered.
    private async Task<Restore> BeginAsync(TenureClient client, Person person, TestHolder holder, TestPhone phone, string digest)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await client.StartRestoreAsync(new StartRestore(phone.Id, digest, EraseUserData: false, person.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
    }
}

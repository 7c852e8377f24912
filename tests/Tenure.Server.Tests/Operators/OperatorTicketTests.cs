using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Devices;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Flashing;

namespace Tenure.Server.Tests.Operators;

/// <summary>What an operator sees of the tickets that were made, and of workshops.</summary>
public abstract class OperatorTicketTests(DeviceHost host) : RestoreStage(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Each_ticket_is_listed_by_its_day_with_device_action_actor_job_and_package_and_nothing_of_the_holder()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        var day = host.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var page = await browser.ReadAsync($"/operator/tickets?day={day}", Ct);

        Assert.Contains(phone.Id, page, StringComparison.Ordinal);
        Assert.Contains(restore.Id.ToString(), page, StringComparison.Ordinal);
        Assert.Contains(restore.Manifest, page, StringComparison.Ordinal);
        Assert.Contains("its holder", page, StringComparison.Ordinal);
        Assert.Contains("Hold", page, StringComparison.Ordinal);
        Assert.DoesNotContain(ada.Email, page, StringComparison.Ordinal);
        var number = await host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == ada.Id, Ct)).Number.Value);
        Assert.DoesNotContain(number, page, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Id, await browser.ReadAsync("/operator/tickets?day=2020-01-01", Ct), StringComparison.Ordinal);
        Assert.Contains(await host.InDatabaseAsync(db => db.OperatorLog.AsNoTracking().OrderByDescending(r => r.Sequence).Take(3).Select(r => r.Event + r.Details).ToListAsync(Ct)), e => e.StartsWith("tickets_read", StringComparison.Ordinal) && e.Contains(day, StringComparison.Ordinal));
        // What is no day and no page is today's first.
        Assert.Contains(phone.Id, await browser.ReadAsync("/operator/tickets?day=yesterday&page=-3", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_with_many_tickets_has_pages()
    {
        var (_, phone, _) = await StageAsync();
        using var _ = phone;
        var day = new DateTimeOffset(2031, 5, 4, 10, 0, 0, TimeSpan.Zero);
        await host.InDatabaseAsync(async db =>
        {
            var device = await db.Devices.SingleAsync(d => d.Id == new DeviceId(phone.Id), Ct);
            for (var i = 0; i < 51; i++)
            {
                db.IssuedTickets.Add(new IssuedTicket(new TicketId(Guid.CreateVersion7(day.AddSeconds(i))), TicketKind.Recount, device, day.AddSeconds(i)));
            }

            return await db.SaveChangesAsync(Ct);
        });
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        var first = await browser.ReadAsync("/operator/tickets?day=2031-05-04", Ct);
        Assert.Equal(50, first.Split("/operator/devices/").Length - 1);
        Assert.Contains("Earlier ones", first, StringComparison.Ordinal);
        var second = await browser.ReadAsync("/operator/tickets?day=2031-05-04&page=2", Ct);
        Assert.Equal(1, second.Split("/operator/devices/").Length - 1);
        Assert.DoesNotContain("Earlier ones", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workshops_are_shown_and_that_somebody_looked_is_written_down()
    {
        var name = await NewWorkshopAsync();
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        Assert.Contains(name, await browser.ReadAsync("/operator/workshops", Ct), StringComparison.Ordinal);
        Assert.Contains("workshops_read", await host.InDatabaseAsync(db => db.OperatorLog.AsNoTracking().OrderByDescending(r => r.Sequence).Take(3).Select(r => r.Event).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_registered_package_stands_on_the_page_with_its_maker_and_the_tickets_for_it()
    {
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var restore = await ApproveAsync(client, ada, phone, digest);
        phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        var page = await browser.ReadAsync("/operator/firmware", Ct);
        Assert.Contains("lotus 2", page, StringComparison.Ordinal);
        Assert.Contains("Example Phones", page, StringComparison.Ordinal);
        Assert.Contains(digest, page, StringComparison.Ordinal);
        Assert.Contains($"/operator/devices/{phone.Id}", page, StringComparison.Ordinal);
        Assert.DoesNotContain(ada.Email, page, StringComparison.Ordinal);
    }

    private Task<string> NewWorkshopAsync() => host.InDatabaseAsync(async db =>
    {
        var id = Guid.CreateVersion7(host.Clock.GetUtcNow());
        db.Add(new Domain.Flashing.Workshop(id, $"Shop {id:N}", host.Clock.GetUtcNow()));
        await db.SaveChangesAsync(Ct);
        return $"Shop {id:N}";
    });
}

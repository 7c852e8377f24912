using Tenure.Protocols.Tickets;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

/// <summary>How many flash tickets a device gets, with the smallest figures that the options take: five an hour.</summary>
public abstract class FlashLimitTests(DeviceHost host) : RestoreStage(host)
{
    [Fact]
    public async Task A_device_gets_so_many_flash_tickets_in_an_hour_whatever_was_approved()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var restore = await ApproveAsync(client, ada, phone, digest);
        for (var tickets = 0; tickets < 5; tickets++)
        {
            phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => TicketAsync(client, restore, phone)));
        var another = await ApproveAsync(client, ada, phone, digest);
        Assert.Equal("rate_limited", await CodeAsync(() => TicketAsync(client, another, phone)));
        await LaterAsync(client, ada, TimeSpan.FromHours(1));
        phone.Verify(await TicketAsync(client, another, phone), TicketAction.Flash);
    }
}

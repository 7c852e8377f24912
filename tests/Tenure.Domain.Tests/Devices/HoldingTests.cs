using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

public sealed class HoldingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));
    private static readonly HoldingId First = new(new Guid(11, 0, 0, new byte[8]));

    [Fact]
    public void A_holding_is_that_of_its_device()
    {
        var holding = Begun();
        Assert.Equal((new DeviceId("d"), First, Ada, 0u, Now), (holding.DeviceId, holding.Id, holding.Holder, holding.Epoch, holding.BeganAt));
        Assert.Null(holding.ConfirmedAt);
        Assert.Null(holding.EndedAt);
    }

    [Fact]
    public void A_device_that_nobody_holds_has_no_holding()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Holding(Fresh(), Now));
        Assert.Equal("device", refused.ParamName);
        Assert.StartsWith("Nobody holds the device.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new Holding(null!, Now));
    }

    [Fact]
    public void A_holding_is_confirmed_once()
    {
        var holding = Begun();
        Assert.True(holding.Confirm(Now.AddHours(1)));
        Assert.False(holding.Confirm(Now.AddHours(2)));
        Assert.Equal((Now.AddHours(1), 1), (holding.ConfirmedAt, holding.Version));
    }

    [Fact]
    public void A_holding_that_ended_is_not_confirmed_any_more_and_keeps_its_end()
    {
        var holding = Begun();
        holding.End(Now.AddHours(1));
        Assert.Equal(1, holding.Version);
        Assert.False(holding.Confirm(Now.AddHours(2)));
        holding.End(Now.AddHours(3));
        Assert.Equal((Now.AddHours(1), null), (holding.EndedAt, holding.ConfirmedAt));
    }

    [Fact]
    public void A_ticket_says_what_the_device_was_when_it_was_issued()
    {
        var device = Held();
        var ticket = new IssuedTicket(new TicketId(new Guid(5, 0, 0, new byte[8])), TicketKind.Hold, device, Now);
        Assert.Equal((device.Id, TicketKind.Hold, 0u, First, Now), (ticket.DeviceId, ticket.Kind, ticket.Epoch, ticket.HoldingId, ticket.IssuedAt));
        Assert.Throws<ArgumentNullException>(() => new IssuedTicket(ticket.Id, TicketKind.Hold, null!, Now));
    }

    [Fact]
    public void Ids_are_written_as_the_log_has_them()
    {
        Assert.Equal("d", new DeviceId("d").ToString());
        Assert.Equal("0000000b000000000000000000000000", First.ToString());
        Assert.Equal("0000000b000000000000000000000000", new TicketId(First.Value).ToString());
    }

    private static Device Fresh() => new(new DeviceId("d"), [7], "Tenure One", new EvidenceCount(3, 4), Now);

    private static Device Held()
    {
        var device = Fresh();
        Assert.Null(device.Activate(Ada, Phone, First, Now));
        return device;
    }

    private static Holding Begun() => new(Held(), Now);
}

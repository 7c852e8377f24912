using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

public sealed class DeviceEraseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AccountId Bob = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));

    [Theory]
    [InlineData(72, false, true, 0)]
    [InlineData(71, false, true, 24)]
    [InlineData(72, true, true, 24)]
    [InlineData(72, false, false, 24)]
    public void An_order_counts_at_once_only_in_an_old_session_elsewhere_with_a_proof_that_lives_on_no_device(int age, bool onDevice, bool free, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), EraseOrder.WaitOf(TimeSpan.FromHours(age), onDevice, free));

    [Fact]
    public void Tickets_are_made_from_the_due_moment_on_until_the_device_says_that_it_did_it()
    {
        var device = Held();
        Assert.Equal("erase_not_ordered", device.MayIssueEraseTicket(Now)?.Code);
        Assert.Null(device.OrderErase(Ada, TimeSpan.FromHours(24), [7], Now));
        Assert.Equal((Now, Now.AddHours(24)), (device.EraseOrder!.OrderedAt, device.EraseOrder.DueAt));
        Assert.Equal("erase_not_ordered", device.MayIssueEraseTicket(Now.AddHours(24).AddTicks(-1))?.Code);
        Assert.Null(device.MayIssueEraseTicket(Now.AddHours(24)));

        Assert.Null(device.Receive(Ticket(device, TicketKind.Erase, Now.AddHours(25)), 0));

        Assert.Null(device.EraseOrder);
        Assert.Equal((DeviceState.Held, 0u, Ada), (device.State, device.Epoch, device.Holder));
    }

    [Fact]
    public void Ordered_again_by_a_clock_that_was_set_back_it_waits_no_less()
    {
        var device = Held();
        Assert.Null(device.OrderErase(Ada, EraseOrder.Wait, null, Now));
        Assert.Null(device.OrderErase(Ada, EraseOrder.Wait, null, Now.AddDays(-10)));
        Assert.Equal(Now + EraseOrder.Wait, device.EraseOrder!.DueAt);
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now.AddDays(-10)));
        Assert.Equal(Now.AddDays(-10), device.EraseOrder!.DueAt);

        var transfer = DeviceTransfer.Open(device, erase: true, hasFreeProof: false, Now);
        transfer.OpenAgain(erase: true, hasFreeProof: false, Now.AddDays(-10));
        Assert.Equal(Now + DeviceTransfer.LongWait, transfer.UsableAt);
        transfer.OpenAgain(erase: true, hasFreeProof: true, Now.AddDays(-10));
        Assert.Equal(Now.AddDays(-10), transfer.UsableAt);
    }

    [Fact]
    public void A_receipt_for_an_older_order_ends_no_newer_one_and_neither_does_a_refusal()
    {
        var device = Held();
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now));
        var old = Ticket(device, TicketKind.Erase, Now);
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now.AddHours(24)));

        Assert.Null(device.Receive(old, 0));
        Assert.NotNull(device.EraseOrder);
        Assert.False(device.RefuseErase(old));
        Assert.NotNull(device.EraseOrder);
        Assert.True(device.RefuseErase(Ticket(device, TicketKind.Erase, Now.AddHours(24))));
        Assert.Null(device.EraseOrder);
        Assert.False(device.RefuseErase(Ticket(device, TicketKind.Erase, Now.AddHours(24))));
    }

    [Fact]
    public void Only_its_holder_orders_and_takes_back_and_not_while_it_is_being_released()
    {
        var device = Held();
        Assert.Equal("device_not_held", device.OrderErase(Bob, TimeSpan.Zero, null, Now)?.Code);
        Assert.Equal("erase_not_ordered", device.CancelErase(Ada)?.Code);
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now));
        Assert.Equal("device_not_held", device.CancelErase(Bob)?.Code);
        Assert.Null(device.CancelErase(Ada));
        Assert.Null(device.EraseOrder);

        Assert.Null(device.BeginRelease(Ada, erase: false, Now));
        Assert.Equal("device_releasing", device.OrderErase(Ada, TimeSpan.Zero, null, Now)?.Code);
    }

    [Fact]
    public void A_lost_device_is_erased_and_stays_lost()
    {
        var device = Held();
        Assert.Null(device.MarkLost(Ada, new LostNotice(null, null), Phone, Now));
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now));

        Assert.Null(device.Receive(Ticket(device, TicketKind.Erase, Now), 0));

        Assert.Equal(DeviceState.Lost, device.State);
        Assert.Null(device.EraseOrder);
    }

    [Fact]
    public void Order_and_code_end_with_the_holding()
    {
        var device = Held();
        Assert.Null(device.SetEraseCode(Ada, isSet: true));
        Assert.Null(device.OrderErase(Ada, TimeSpan.FromHours(24), null, Now));
        Assert.True(device.HasEraseCode);
        Assert.Null(device.BeginRelease(Ada, erase: false, Now));
        Assert.Null(device.Receive(Ticket(device, TicketKind.Release, Now), 1));

        Assert.Null(device.EraseOrder);
        Assert.False(device.HasEraseCode);
    }

    [Fact]
    public void Only_its_holder_resets_it_or_sets_a_code_and_only_with_the_device_in_hand()
    {
        var device = Held();
        Assert.Null(device.MayReset(Ada));
        Assert.Equal("device_not_held", device.MayReset(Bob)?.Code);
        Assert.Equal("device_not_held", device.SetEraseCode(Bob, isSet: true)?.Code);
        Assert.Null(device.SetEraseCode(Ada, isSet: true));
        Assert.Null(device.SetEraseCode(Ada, isSet: false));
        Assert.False(device.HasEraseCode);

        Assert.Null(device.MarkLost(Ada, new LostNotice(null, null), Phone, Now));
        Assert.Equal("device_lost", device.MayReset(Ada)?.Code);
        Assert.Equal("device_lost", device.SetEraseCode(Ada, isSet: true)?.Code);
        var releasing = Held();
        Assert.Null(releasing.BeginRelease(Ada, erase: false, Now));
        Assert.Equal("device_releasing", releasing.MayReset(Ada)?.Code);
        Assert.Equal("device_not_held", new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now).MayReset(Ada)?.Code);
    }

    [Fact]
    public void A_ticket_is_done_once()
    {
        var ticket = Ticket(Held(), TicketKind.Reset, Now);
        Assert.True(ticket.Done(Now));
        Assert.False(ticket.Done(Now.AddDays(1)));
        Assert.Equal(Now, ticket.DoneAt);
    }

    [Theory]
    [InlineData("blue harbour", "blue harbour")]
    [InlineData("  123456 ", "123456")]
    [InlineData("e\u0301tudes", "\u00e9tudes")]
    public void An_erase_code_is_kept_as_it_was_meant(string typed, string code)
    {
        Assert.Null(EraseCodeText.Read(typed, out var read));
        Assert.Equal(code, read);
    }

    [Theory]
    [InlineData("12345", "erase_code_malformed")]
    [InlineData("", "erase_code_malformed")]
    [InlineData("12345\u202e6", "erase_code_malformed")]
    [InlineData("12345\u00006", "malformed")]
    public void What_is_no_erase_code_is_refused(string typed, string code) => Assert.Equal((code, "eraseCode"), (EraseCodeText.Read(typed, out _)?.Code, EraseCodeText.Read(typed, out _)?.Field));

    [Fact]
    public void An_erase_code_fits_into_a_ticket()
    {
        Assert.Null(EraseCodeText.Read(new string('c', 64), out _));
        Assert.NotNull(EraseCodeText.Read(new string('c', 65), out _));
        Assert.NotNull(EraseCodeText.Read(new string('\u4e2d', 64), out _));
        Assert.Null(EraseCodeText.Read(new string('\u4e2d', 42), out _));
    }

    private static Device Held()
    {
        var device = new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now);
        Assert.Null(device.Activate(Ada, Phone, new HoldingId(new Guid(11, 0, 0, new byte[8])), Now));
        return device;
    }

    private static IssuedTicket Ticket(Device device, TicketKind kind, DateTimeOffset at) => new(new TicketId(new Guid((int)kind, 9, 9, new byte[8])), kind, device, at);
}

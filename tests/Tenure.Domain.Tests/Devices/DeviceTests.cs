using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

public sealed class DeviceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AccountId Bob = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));
    private static readonly HoldingId First = new(new Guid(11, 0, 0, new byte[8]));
    private static readonly HoldingId Second = new(new Guid(12, 0, 0, new byte[8]));

    public static TheoryData<DeviceState, DeviceStep> AllMoves =>
        [.. from state in Enum.GetValues<DeviceState>() from step in Enum.GetValues<DeviceStep>() select (state, step)];

    [Theory]
    [MemberData(nameof(AllMoves))]
    public void The_transition_table_allows_exactly_what_the_rules_say(DeviceState from, DeviceStep step)
    {
        Dictionary<(DeviceState, DeviceStep), DeviceState> allowed = new()
        {
            [(DeviceState.Free, DeviceStep.Activate)] = DeviceState.Held,
            [(DeviceState.Held, DeviceStep.Activate)] = DeviceState.Held,
            [(DeviceState.Held, DeviceStep.Confirm)] = DeviceState.Held,
            [(DeviceState.Held, DeviceStep.Decline)] = DeviceState.Free,
            [(DeviceState.Held, DeviceStep.BeginRelease)] = DeviceState.Releasing,
            [(DeviceState.Releasing, DeviceStep.BeginRelease)] = DeviceState.Releasing,
            [(DeviceState.Releasing, DeviceStep.CompleteRelease)] = DeviceState.Free,
            [(DeviceState.Held, DeviceStep.MarkLost)] = DeviceState.Lost,
            [(DeviceState.Releasing, DeviceStep.MarkLost)] = DeviceState.Lost,
            [(DeviceState.Lost, DeviceStep.MarkLost)] = DeviceState.Lost,
            [(DeviceState.Lost, DeviceStep.Find)] = DeviceState.Held,
            [(DeviceState.Lost, DeviceStep.ResumeRelease)] = DeviceState.Releasing,
            [(DeviceState.Lost, DeviceStep.Confirm)] = DeviceState.Lost,
            [(DeviceState.Lost, DeviceStep.Decline)] = DeviceState.Free,
            [(DeviceState.Lost, DeviceStep.CompleteRelease)] = DeviceState.Free,
            [(DeviceState.Free, DeviceStep.AdoptHold)] = DeviceState.Held,
            [(DeviceState.Free, DeviceStep.AdoptFree)] = DeviceState.Free,
            [(DeviceState.Held, DeviceStep.AdoptFree)] = DeviceState.Free,
            [(DeviceState.Releasing, DeviceStep.AdoptFree)] = DeviceState.Free,
            [(DeviceState.Lost, DeviceStep.AdoptFree)] = DeviceState.Free,
            [(DeviceState.Held, DeviceStep.AdoptLoss)] = DeviceState.Lost,
            [(DeviceState.Releasing, DeviceStep.AdoptLoss)] = DeviceState.Lost,
            [(DeviceState.Lost, DeviceStep.Seal)] = DeviceState.Sealed,
            [(DeviceState.Sealed, DeviceStep.BeginRelease)] = DeviceState.Releasing,
            [(DeviceState.Sealed, DeviceStep.CompleteRelease)] = DeviceState.Free,
            [(DeviceState.Sealed, DeviceStep.AdoptFree)] = DeviceState.Free,
        };

        Assert.Equal(allowed.TryGetValue((from, step), out var next) ? next : null, Device.Next(from, step));
    }

    [Fact]
    public void A_holder_who_activates_again_keeps_the_holding()
    {
        var device = Held();

        Assert.Null(device.Activate(Ada, Phone, Second, Now.AddDays(1)));

        Assert.Equal(First, device.HoldingId);
        Assert.Equal(Now, device.HeldSince);
        Assert.Equal(0u, device.Epoch);
    }

    [Fact]
    public void Nobody_else_can_activate_a_device_that_is_held()
    {
        var device = Held();

        Assert.Equal("device_held", device.Activate(Bob, Phone, Second, Now)?.Code);
        Assert.Equal(Ada, device.Holder);
    }

    [Fact]
    public void Nobody_can_activate_a_device_that_is_being_released()
    {
        var device = Releasing();

        Assert.Equal("device_releasing", device.Activate(Ada, Phone, Second, Now)?.Code);
        Assert.Equal("device_releasing", device.Activate(Bob, Phone, Second, Now)?.Code);
    }

    [Fact]
    public void Only_the_holder_can_give_a_device_up()
    {
        Assert.Equal("device_not_held", Held().BeginRelease(Bob, erase: true, Now)?.Code);
        Assert.Equal("device_not_held", Fresh().BeginRelease(Ada, erase: true, Now)?.Code);
        Assert.Equal("device_not_held", Releasing().BeginRelease(Bob, erase: true, Now)?.Code);
    }

    [Fact]
    public void A_device_becomes_free_only_on_a_receipt_for_its_release_ticket()
    {
        var device = Held();
        var hold = Ticket(device, TicketKind.Hold);
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        var sync = Ticket(device, TicketKind.Sync);
        var release = Ticket(device, TicketKind.Release);

        Assert.Null(device.Receive(hold, 0));
        Assert.Null(device.Receive(sync, 0));
        Assert.Equal("evidence_stale", device.Receive(release, 0)?.Code);
        Assert.Equal(DeviceState.Releasing, device.State);

        Assert.Null(device.Receive(release, 1));
        Assert.Equal(DeviceState.Free, device.State);
        Assert.Equal(1u, device.Epoch);
        Assert.Null(device.Holder);
        Assert.Null(device.HoldingId);
        Assert.Null(device.Entitlement);
    }

    [Fact]
    public void A_receipt_that_comes_twice_or_after_the_next_activation_changes_nothing()
    {
        var device = Releasing();
        var release = Ticket(device, TicketKind.Release);
        Assert.Null(device.Receive(release, 1));

        Assert.Null(device.Receive(release, 1));
        Assert.Null(device.Activate(Bob, Phone, Second, Now));
        Assert.Null(device.Receive(release, 1));

        Assert.Equal((DeviceState.Held, 1u, Bob), (device.State, device.Epoch, device.Holder));
    }

    [Fact]
    public void A_release_ticket_of_an_earlier_epoch_frees_nothing()
    {
        var device = Releasing();
        var old = Ticket(device, TicketKind.Release);
        Assert.Null(device.Receive(old, 1));
        Assert.Null(device.Activate(Bob, Phone, Second, Now));
        Assert.Null(device.BeginRelease(Bob, erase: false, Now));

        Assert.Null(device.Receive(old, 1));
        Assert.Equal("evidence_stale", device.Receive(old, 2)?.Code);

        Assert.Equal(DeviceState.Releasing, device.State);
    }

    [Fact]
    public void A_hold_that_is_declined_ends_with_its_epoch()
    {
        var device = Held();

        Assert.Null(device.Decline(Ticket(device, TicketKind.Hold), 0, new Holding(device, Now)));

        Assert.Equal((DeviceState.Free, 1u), (device.State, device.Epoch));
        Assert.Null(device.Holder);
        Assert.Null(device.HoldingId);
        Assert.Null(device.HeldSince);
    }

    [Fact]
    public void A_hold_that_was_confirmed_is_never_declined()
    {
        var device = Held();
        var holding = new Holding(device, Now);
        Assert.True(holding.Confirm(Now));

        Assert.Equal("evidence_stale", device.Decline(Ticket(device, TicketKind.Hold), 0, holding)?.Code);
        Assert.Equal(DeviceState.Held, device.State);
    }

    [Fact]
    public void A_decline_that_comes_twice_or_after_the_next_activation_changes_nothing()
    {
        var device = Held();
        var hold = Ticket(device, TicketKind.Hold);
        Assert.Null(device.Decline(hold, 0, new Holding(device, Now)));

        Assert.Null(device.Decline(hold, 0, null));
        Assert.Null(device.Activate(Bob, Phone, Second, Now));
        Assert.Null(device.Decline(hold, 0, new Holding(device, Now)));

        Assert.Equal((DeviceState.Held, 1u, Bob), (device.State, device.Epoch, device.Holder));
    }

    [Fact]
    public void Only_a_hold_ticket_of_the_epoch_that_the_device_is_in_can_be_declined()
    {
        var device = Held();
        var holding = new Holding(device, Now);
        var other = new Device(new DeviceId("other"), [], "m", new EvidenceCount(1, 1), Now);

        Assert.Equal("evidence_stale", device.Decline(Ticket(device, TicketKind.Hold), 1, holding)?.Code);
        Assert.Equal("evidence_stale", device.Decline(Ticket(device, TicketKind.Sync), 0, holding)?.Code);
        Assert.Equal("evidence_stale", device.Decline(Ticket(other, TicketKind.Hold), 0, holding)?.Code);
        Assert.Equal(DeviceState.Held, device.State);
    }

    [Fact]
    public void A_release_that_has_begun_is_ended_by_its_receipt_and_not_by_a_decline()
    {
        var device = Held();
        var (hold, holding) = (Ticket(device, TicketKind.Hold), new Holding(device, Now));
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));

        Assert.Equal("device_releasing", device.Decline(hold, 0, holding)?.Code);
        Assert.Equal(DeviceState.Releasing, device.State);
    }

    [Fact]
    public void A_ticket_of_another_device_is_no_receipt()
    {
        var device = Releasing();
        var other = new Device(new DeviceId("other"), [], "m", new EvidenceCount(1, 1), Now);

        Assert.Equal("evidence_stale", device.Receive(Ticket(other, TicketKind.Release), 1)?.Code);
    }

    [Fact]
    public void Release_tickets_are_made_for_thirty_days_and_the_holder_can_renew_them()
    {
        var device = Releasing();

        Assert.Null(device.MayIssueReleaseTicket(Now.AddDays(30).AddTicks(-1)));
        Assert.Equal("not_releasing", device.MayIssueReleaseTicket(Now.AddDays(30))?.Code);
        Assert.Null(device.BeginRelease(Ada, erase: false, Now.AddDays(40)));
        Assert.Null(device.MayIssueReleaseTicket(Now.AddDays(69)));
        Assert.Equal("not_releasing", Held().MayIssueReleaseTicket(Now)?.Code);
    }

    [Theory]
    [InlineData(1u, 1u, false)]
    [InlineData(1u, 2u, true)]
    [InlineData(2u, 0u, true)]
    [InlineData(0u, 9u, false)]
    public void Evidence_counts_only_when_its_counters_rise(uint boot, uint request, bool rises)
    {
        var device = Fresh();

        Assert.Equal(rises ? null : "evidence_replayed", device.Accept(new EvidenceCount(boot, request), Now)?.Code);
    }

    [Fact]
    public void What_a_device_says_of_itself_must_fit_the_server()
    {
        var device = Held();

        Assert.Null(device.Fits(0, First));
        Assert.Null(device.Fits(0, null));
        Assert.Equal("evidence_stale", device.Fits(1, First)?.Code);
        Assert.Equal("evidence_stale", device.Fits(0, Second)?.Code);
    }

    [Fact]
    public void A_device_begins_free_and_as_it_was_enrolled()
    {
        var device = new Device(new DeviceId("d"), [7], "Tenure One", new EvidenceCount(3, 4), Now);
        Assert.Equal((new DeviceId("d"), "07", "Tenure One", Now), (device.Id, Convert.ToHexString(device.PublicKey), device.Model, device.FirstSeenAt));
        Assert.Equal((DeviceState.Free, 0u, 3u, 4u, 0), (device.State, device.Epoch, device.BootCount, device.RequestCount, device.Version));
    }

    [Fact]
    public void Evidence_that_counts_raises_the_counters_and_the_version_and_says_that_the_device_was_seen()
    {
        var device = Fresh();
        Assert.Null(device.SeenAt);
        Assert.Null(device.Accept(new EvidenceCount(2, 5), Now));
        Assert.Equal((2u, 5u, 1, Now), (device.BootCount, device.RequestCount, device.Version, device.SeenAt));
        Assert.NotNull(device.Accept(new EvidenceCount(1, 9), Now.AddDays(1)));
        Assert.Equal((2u, 5u, 1, Now), (device.BootCount, device.RequestCount, device.Version, device.SeenAt));
    }

    [Fact]
    public void Every_step_raises_the_version_and_a_refused_one_does_not()
    {
        var device = Held();
        Assert.Equal(1, device.Version);
        Assert.Null(device.Receive(Ticket(device, TicketKind.Hold), 0));
        Assert.Equal(2, device.Version);
        Assert.NotNull(device.Activate(Bob, Phone, Second, Now));
        Assert.Equal(2, device.Version);
        Assert.Null(device.Receive(Ticket(device, TicketKind.Sync), 0));
        Assert.Equal(2, device.Version);
    }

    [Fact]
    public void A_release_is_granted_for_its_epoch_as_the_holder_chose()
    {
        var device = Releasing();
        Assert.Equal(new ReleaseEntitlement(0, true, Now, Now.AddDays(30)), device.Entitlement);
        Assert.Null(device.Receive(Ticket(device, TicketKind.Release), 1));
        Assert.Null(device.HeldSince);
        Assert.Equal("not_releasing", device.MayIssueReleaseTicket(Now)?.Code);
    }

    [Fact]
    public void A_release_ticket_frees_no_device_whose_holder_did_not_let_go()
    {
        var device = Held();
        Assert.Equal("not_releasing", device.Receive(Ticket(device, TicketKind.Release), 1)?.Code);
        Assert.Equal((DeviceState.Held, 0u), (device.State, device.Epoch));
    }

    [Fact]
    public void A_receipt_needs_a_ticket() => Assert.Throws<ArgumentNullException>(() => Fresh().Receive(null!, 0));

    private static Device Fresh() => new(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now);

    private static Device Held()
    {
        var device = Fresh();
        Assert.Null(device.Activate(Ada, Phone, First, Now));
        return device;
    }

    private static Device Releasing()
    {
        var device = Held();
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        return device;
    }

    private static IssuedTicket Ticket(Device device, TicketKind kind) => new(new TicketId(new Guid((int)kind, 9, 9, new byte[8])), kind, device, Now);
}

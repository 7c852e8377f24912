using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

public sealed class DeviceLossTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AccountId Bob = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));
    private static readonly SessionId Laptop = new(new Guid(22, 0, 0, new byte[8]));
    private static readonly SessionId Other = new(new Guid(23, 0, 0, new byte[8]));
    private static readonly LostNotice Notice = new("Please call me", "+4915112345678");

    [Fact]
    public void Only_the_holder_can_mark_a_device_as_lost()
    {
        var device = Held();

        Assert.Equal("device_not_held", device.MarkLost(Bob, Notice, Laptop, Now)?.Code);
        Assert.Equal("device_not_held", Fresh().MarkLost(Ada, Notice, Laptop, Now)?.Code);
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));

        Assert.Equal(DeviceState.Lost, device.State);
        Assert.Equal(new LossMark("Please call me", "+4915112345678", Now, Laptop, Now), device.Loss);
        Assert.Equal((Ada, 0u), (device.Holder, device.Epoch));
    }

    [Fact]
    public void A_lost_device_is_activated_and_released_by_nobody_its_holder_included()
    {
        var device = Lost();

        Assert.Equal("device_lost", device.Activate(Ada, Laptop, new HoldingId(Guid.Empty), Now)?.Code);
        Assert.Equal("device_lost", device.Activate(Bob, Laptop, new HoldingId(Guid.Empty), Now)?.Code);
        Assert.Equal("device_lost", device.BeginRelease(Ada, erase: true, Now)?.Code);
        Assert.Equal("device_not_held", device.BeginRelease(Bob, erase: true, Now)?.Code);
        Assert.Equal("device_lost", device.MayIssueReleaseTicket(Now)?.Code);
        Assert.Equal("not_releasing", device.Receive(Ticket(device, TicketKind.Release), 1)?.Code);
        Assert.Equal(Phone, device.ActivatedIn);
    }

    [Fact]
    public void A_consent_whose_taker_is_gone_ends_and_only_a_ticket_of_before_may_still_be_carried_out()
    {
        var device = Held();
        Assert.False(device.EndConsent(Now));
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        device.NoteReleaseTicket(Now.AddHours(1));
        var version = device.Version;
        Assert.True(device.EndConsent(Now.AddMinutes(1)));
        Assert.False(device.EndConsent(Now.AddMinutes(1)));
        Assert.Equal((DeviceState.Releasing, Ada, version + 1), (device.State, device.Holder, device.Version));
        Assert.Equal("not_releasing", device.MayIssueReleaseTicket(Now.AddMinutes(1))?.Code);
        Assert.Equal(Now.AddHours(1), device.Entitlement?.TicketUntil);
        Assert.Null(device.BeginRelease(Ada, erase: true, Now.AddHours(2)));
        Assert.Null(device.MayIssueReleaseTicket(Now.AddHours(2)));
    }

    [Fact]
    public void A_release_of_before_is_suspended_and_goes_on_when_the_device_is_found()
    {
        var device = Held();
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        device.NoteReleaseTicket(Now.AddHours(1));
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));
        Assert.Equal("device_lost", device.MayIssueReleaseTicket(Now)?.Code);
        Assert.Equal(Now.AddHours(1), device.Entitlement?.TicketUntil);

        Assert.Null(device.AskFound(Ada, Laptop, hasFreeProof: false, Now));
        Assert.Null(device.Find(Now));

        Assert.Equal(DeviceState.Releasing, device.State);
        Assert.Null(device.MayIssueReleaseTicket(Now));
    }

    [Fact]
    public void A_release_ticket_that_was_given_out_before_still_counts_when_the_device_says_that_it_did_it()
    {
        var device = Held();
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        var ticket = Ticket(device, TicketKind.Release);
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));

        Assert.Null(device.Receive(ticket, 1));

        Assert.Equal((DeviceState.Free, 1u), (device.State, device.Epoch));
        Assert.Null(device.Loss);
        Assert.Null(device.ActivatedIn);
        Assert.Null(device.Entitlement);
    }

    [Fact]
    public void A_hold_that_nobody_confirmed_is_confirmed_or_declined_while_the_device_is_lost()
    {
        var confirmed = Lost();
        Assert.Null(confirmed.Receive(Ticket(confirmed, TicketKind.Hold), 0));
        Assert.Equal(DeviceState.Lost, confirmed.State);

        var declined = Lost();
        Assert.Null(declined.Decline(Ticket(declined, TicketKind.Hold), 0, new Holding(declined, Now)));
        Assert.Equal((DeviceState.Free, 1u), (declined.State, declined.Epoch));
        Assert.Null(declined.Loss);
    }

    [Theory]
    [InlineData(true, 24)]
    [InlineData(false, 168)]
    public void A_find_takes_a_day_with_a_proof_that_lives_on_no_device_and_a_week_without(bool hasFreeProof, int hours)
    {
        var device = Lost();
        Assert.Null(device.AskFound(Ada, Other, hasFreeProof, Now));

        var due = Now.AddHours(hours);
        Assert.Equal(due, device.Loss?.FoundDueAt);
        Assert.False(device.IsFoundDue(due.AddTicks(-1)));
        Assert.Equal("device_lost", device.Find(due.AddTicks(-1))?.Code);
        Assert.Null(device.Find(due));
        Assert.Equal(DeviceState.Held, device.State);
        Assert.Null(device.Loss);
        Assert.Equal("device_lost", device.Find(due)?.Code);
    }

    [Fact]
    public void The_session_that_marked_it_takes_it_back_at_once_on_the_first_day()
    {
        var device = Lost();
        Assert.Null(device.AskFound(Ada, Laptop, hasFreeProof: false, Now.AddHours(24).AddTicks(-1)));
        Assert.True(device.IsFoundDue(Now.AddHours(24).AddTicks(-1)));

        var later = Lost();
        Assert.Null(later.AskFound(Ada, Laptop, hasFreeProof: true, Now.AddHours(24)));
        Assert.Equal(Now.AddHours(48), later.Loss?.FoundDueAt);
    }

    [Fact]
    public void Who_marks_a_lost_device_once_more_is_not_the_one_who_lost_it()
    {
        var device = Lost();
        Assert.Null(device.MarkLost(Ada, new LostNotice(null, null), Other, Now.AddHours(1)));

        Assert.Equal(new LossMark(null, null, Now, Laptop, Now.AddHours(1)), device.Loss);
        Assert.Null(device.AskFound(Ada, Other, hasFreeProof: true, Now.AddHours(1)));
        Assert.Equal(Now.AddHours(25), device.Loss?.FoundDueAt);
    }

    [Fact]
    public void The_session_on_the_device_itself_always_waits_a_week()
    {
        var device = Held();
        Assert.Null(device.MarkLost(Ada, Notice, Phone, Now));

        Assert.Null(device.AskFound(Ada, Phone, hasFreeProof: true, Now));

        Assert.Equal(Now.AddDays(7), device.Loss?.FoundDueAt);
    }

    [Fact]
    public void A_find_can_be_taken_back_and_said_again_it_never_takes_longer()
    {
        var device = Lost();
        Assert.Null(device.AskFound(Ada, Other, hasFreeProof: true, Now));
        Assert.Null(device.AskFound(Ada, Other, hasFreeProof: false, Now));
        Assert.Equal(Now.AddHours(24), device.Loss?.FoundDueAt);

        Assert.Equal("device_not_held", device.CancelFound(Bob)?.Code);
        Assert.Null(device.CancelFound(Ada));
        Assert.Null(device.Loss?.FoundDueAt);
        Assert.Equal("device_not_lost", device.CancelFound(Ada)?.Code);
        Assert.False(device.IsFoundDue(Now.AddDays(365)));

        Assert.Null(device.AskFound(Ada, Other, hasFreeProof: true, Now));
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));
        Assert.Null(device.Loss?.FoundDueAt);
    }

    [Fact]
    public void Nothing_is_found_that_is_not_lost_and_nothing_by_somebody_else()
    {
        Assert.Equal("device_not_lost", Held().AskFound(Ada, Laptop, hasFreeProof: true, Now)?.Code);
        Assert.Equal("device_not_lost", Held().CancelFound(Ada)?.Code);
        Assert.Equal("device_not_held", Lost().AskFound(Bob, Laptop, hasFreeProof: true, Now)?.Code);
        Assert.Equal("device_lost", Held().Find(Now)?.Code);
    }

    [Fact]
    public void The_device_says_once_that_it_shows_what_is_said_now()
    {
        var device = Lost();
        var old = Ticket(device, TicketKind.Lost);
        Assert.Null(device.MarkLost(Ada, new LostNotice("Please write", null), Laptop, Now.AddMinutes(1)));

        Assert.False(device.ShowLoss(old, Now.AddMinutes(2)));
        Assert.False(device.ShowLoss(Ticket(device, TicketKind.Sync, Now.AddMinutes(3)), Now.AddMinutes(3)));
        Assert.True(device.ShowLoss(Ticket(device, TicketKind.Lost, Now.AddMinutes(1)), Now.AddMinutes(3)));
        Assert.Equal(Now.AddMinutes(3), device.Loss?.ShownAt);
        Assert.False(device.ShowLoss(Ticket(device, TicketKind.Lost, Now.AddMinutes(4)), Now.AddMinutes(5)));
        Assert.False(Held().ShowLoss(old, Now));
        Assert.Null(device.Receive(old, 0));
    }

    [Fact]
    public void Every_step_raises_the_version()
    {
        var device = Held();
        Assert.Equal(1, device.Version);
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));
        Assert.Equal(2, device.Version);
        Assert.Null(device.AskFound(Ada, Other, hasFreeProof: true, Now));
        Assert.Equal(3, device.Version);
        Assert.Null(device.CancelFound(Ada));
        Assert.Equal(4, device.Version);
        Assert.True(device.ShowLoss(Ticket(device, TicketKind.Lost), Now));
        Assert.Equal(5, device.Version);
    }

    private static Device Fresh() => new(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now);

    private static Device Held()
    {
        var device = Fresh();
        Assert.Null(device.Activate(Ada, Phone, new HoldingId(new Guid(11, 0, 0, new byte[8])), Now));
        return device;
    }

    private static Device Lost()
    {
        var device = Held();
        Assert.Null(device.MarkLost(Ada, Notice, Laptop, Now));
        return device;
    }

    private static IssuedTicket Ticket(Device device, TicketKind kind, DateTimeOffset? at = null) =>
        new(new TicketId(new Guid((int)kind, 9, 9, new byte[8])), kind, device, at ?? Now);
}

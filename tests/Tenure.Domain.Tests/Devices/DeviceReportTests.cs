using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

/// <summary>What a server that was restored from a backup makes of what a device says.</summary>
public sealed class DeviceReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AccountId Bob = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));
    private static readonly HoldingId First = new(new Guid(11, 0, 0, new byte[8]));
    private static readonly HoldingId Second = new(new Guid(12, 0, 0, new byte[8]));
    private static readonly LostNotice Notice = new("Please call me", null);

    [Fact]
    public void A_device_has_not_reported_in_a_generation_that_began_since()
    {
        var device = Held();
        Assert.True(device.HasReported(1));
        Assert.False(device.HasReported(2));
        Assert.False(new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now, reportedIn: 0).HasReported(1));

        Assert.Equal(ReportOutcome.Agreed, Reconcile(device, new DeviceReport(0, First, null, IsProven: false, null), 2));

        Assert.True(device.HasReported(2));
        Assert.Equal((DeviceState.Held, Ada, First), (device.State, device.Holder, device.HoldingId));
    }

    [Fact]
    public void One_that_was_activated_since_stays_with_its_holder()
    {
        var device = Fresh();
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(0, Second, Bob, IsProven: true, null), 2));
        Assert.Equal((DeviceState.Held, 0u, Bob, Second, Now), (device.State, device.Epoch, device.Holder, device.HoldingId, device.HeldSince));
        Assert.Null(device.ActivatedIn);
    }

    [Fact]
    public void One_that_went_to_the_next_holder_since_is_never_locked_again_to_the_older_one()
    {
        var device = Held();
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(1, Second, Bob, IsProven: true, null), 2));
        Assert.Equal((DeviceState.Held, 1u, Bob, Second), (device.State, device.Epoch, device.Holder, device.HoldingId));
        Assert.Equal("device_held", device.Activate(Ada, Phone, First, Now)?.Code);
    }

    [Theory]
    [InlineData(DeviceState.Free)]
    [InlineData(DeviceState.Held)]
    [InlineData(DeviceState.Releasing)]
    [InlineData(DeviceState.Lost)]
    public void One_that_was_released_since_is_free(DeviceState before)
    {
        var device = In(before);
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(3, null, null, IsProven: true, null), 2));
        Assert.Equal((DeviceState.Free, 3u), (device.State, device.Epoch));
        Assert.Null(device.Holder);
        Assert.Null(device.HoldingId);
        Assert.Null(device.HeldSince);
        Assert.Null(device.Entitlement);
        Assert.Null(device.Loss);
        Assert.Null(device.EraseOrder);
        Assert.False(device.HasEraseCode);
    }

    [Fact]
    public void One_that_changed_hands_more_often_than_any_device_does_is_not_believed()
    {
        Assert.Equal(ReportOutcome.Adopted, Reconcile(Held(), new DeviceReport(Device.MostMissed, null, null, IsProven: true, null), 2));
        Assert.Equal(ReportOutcome.Unproven, Reconcile(Held(), new DeviceReport(Device.MostMissed + 1, null, null, IsProven: true, null), 2));
        Assert.Equal(ReportOutcome.Unproven, Reconcile(Held(), new DeviceReport(uint.MaxValue, null, null, IsProven: true, null), 2));
    }

    [Theory]
    [InlineData(1u, false, false, false)]
    [InlineData(1u, true, false, false)]
    [InlineData(1u, true, true, false)]
    [InlineData(0u, true, false, true)]
    public void Without_our_signature_or_a_holder_that_is_there_nothing_changes(uint epoch, bool isHeld, bool isProven, bool knowsHolder)
    {
        var device = Held();
        var version = device.Version;
        var report = new DeviceReport(epoch, isHeld ? Second : null, knowsHolder ? Bob : null, isProven, Notice);
        Assert.Equal(ReportOutcome.Unproven, Reconcile(device, report, 2));
        Assert.Equal((DeviceState.Held, 0u, Ada, First, version), (device.State, device.Epoch, device.Holder, device.HoldingId, device.Version));
        Assert.False(device.HasReported(2));
    }

    [Fact]
    public void One_that_is_behind_is_heard_and_told()
    {
        var device = In(DeviceState.Free);
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(2, null, null, IsProven: true, null), 2));
        Assert.Equal(ReportOutcome.Agreed, Reconcile(device, new DeviceReport(1, First, Ada, IsProven: true, Notice), 3));
        Assert.Equal((DeviceState.Free, 2u), (device.State, device.Epoch));
        Assert.True(device.HasReported(3));
    }

    [Theory]
    [InlineData(DeviceState.Held)]
    [InlineData(DeviceState.Releasing)]
    public void One_that_was_marked_lost_since_is_lost(DeviceState before)
    {
        var device = In(before);
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(0, First, null, IsProven: false, Notice), 2));
        Assert.Equal((DeviceState.Lost, Ada), (device.State, device.Holder));
        Assert.Equal(new LossMark("Please call me", null, Now, default, Now), device.Loss);
    }

    [Fact]
    public void A_mark_that_the_server_remembers_stays_as_it_is()
    {
        var device = In(DeviceState.Lost);
        var mark = device.Loss;
        Assert.Equal(ReportOutcome.Agreed, Reconcile(device, new DeviceReport(0, First, null, IsProven: false, Notice), 2));
        Assert.Equal(mark, device.Loss);
        Assert.Equal(ReportOutcome.Agreed, Reconcile(device, new DeviceReport(0, First, null, IsProven: false, null), 3));
        Assert.Equal(DeviceState.Lost, device.State);
    }

    [Fact]
    public void One_that_went_on_and_was_lost_by_its_next_holder_is_theirs_and_lost()
    {
        var device = Held();
        Assert.Equal(ReportOutcome.Adopted, Reconcile(device, new DeviceReport(1, Second, Bob, IsProven: true, Notice), 2));
        Assert.Equal((DeviceState.Lost, 1u, Bob), (device.State, device.Epoch, device.Holder));
    }

    [Fact]
    public void A_free_device_that_shows_a_lost_ticket_is_not_lost() =>
        Assert.Equal(ReportOutcome.Agreed, Reconcile(Held(), new DeviceReport(0, null, null, IsProven: false, Notice), 2));

    [Fact]
    public void An_adopted_holding_is_confirmed_and_a_ticket_of_the_lost_time_is_done()
    {
        var device = Held();
        Assert.Equal(Now, Holding.Adopted(device, Now).ConfirmedAt);
        var ticket = IssuedTicket.OfLostTime(new TicketId(Guid.Empty), device, Now);
        Assert.Equal((TicketKind.Sync, Now), (ticket.Kind, ticket.DoneAt));
        Assert.Null(device.Receive(ticket, 0));
    }

    [Fact]
    public void Each_epoch_that_was_missed_is_a_step_and_then_whose_it_is_and_that_it_is_lost()
    {
        var device = Held();
        var report = new DeviceReport(3, Second, Bob, IsProven: true, Notice);
        List<string> events = [];
        while (device.AdoptNext(report, Now) is { } name)
        {
            events.Add(name);
        }

        Assert.Equal(["adopted_free", "adopted_free", "adopted_free", "adopted_hold", "adopted_loss"], events);
        Assert.Equal((DeviceState.Lost, 3u, Bob), (device.State, device.Epoch, device.Holder));
    }

    [Fact]
    public void Another_holding_in_the_same_epoch_is_not_believed() =>
        Assert.Equal(ReportOutcome.Unproven, Held().Judge(new DeviceReport(0, Second, Bob, IsProven: true, null)));

    [Fact]
    public void A_report_is_needed()
    {
        Assert.Throws<ArgumentNullException>(() => Fresh().Judge(null!));
        Assert.Throws<ArgumentNullException>(() => Fresh().AdoptNext(null!, Now));
    }

    // As the server does it.
    private static ReportOutcome Reconcile(Device device, DeviceReport report, int generation)
    {
        var outcome = device.Judge(report);
        if (outcome == ReportOutcome.Unproven)
        {
            return outcome;
        }

        while (outcome == ReportOutcome.Adopted && device.AdoptNext(report, Now) is not null)
        {
        }

        device.NoteReport(generation);
        return outcome;
    }

    private static Device Fresh() => new(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now);

    private static Device Held()
    {
        var device = Fresh();
        Assert.Null(device.Activate(Ada, Phone, First, Now));
        return device;
    }

    private static Device In(DeviceState state)
    {
        var device = state == DeviceState.Free ? Fresh() : Held();
        if (state == DeviceState.Releasing)
        {
            Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        }
        else if (state == DeviceState.Lost)
        {
            Assert.Null(device.MarkLost(Ada, new LostNotice("mine", null), Phone, Now));
        }

        return device;
    }
}

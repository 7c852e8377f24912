using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Tests.Devices;

/// <summary>What becomes of a device whose holder's account is erased.</summary>
public sealed class DeviceSealTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));

    [Fact]
    public void A_lost_device_is_sealed_and_only_its_code_lets_it_go_and_it_erases()
    {
        var device = Held();
        Assert.Null(device.MarkLost(Ada, new LostNotice("Call me", "ada@example.org"), default, Now));
        Assert.Null(device.OrderErase(Ada, TimeSpan.Zero, null, Now));

        Assert.Equal([DeviceEvents.Sealed], Lose(device, isSealed: true));

        Assert.Equal((DeviceState.Sealed, null, null), (device.State, device.Holder, device.Loss));
        Assert.NotNull(device.HoldingId);
        // Nobody could order it again.
        Assert.Null(device.MayIssueEraseTicket(Now));
        Assert.Equal("device_lost", device.MayIssueReleaseTicket(Now)?.Code);
        Assert.Equal("device_lost", device.MayOpen()?.Code);
        Assert.Equal("device_lost", device.Activate(new AccountId(new Guid(2, 0, 0, new byte[8])), default, new HoldingId(new Guid(3, 0, 0, new byte[8])), Now)?.Code);
        Assert.Null(device.BreakSeal(Now));
        Assert.Equal("not_sealed", device.BreakSeal(Now)?.Code);
        Assert.True(device.Entitlement!.Erase);
        Assert.Null(device.MayIssueReleaseTicket(Now));
    }

    [Fact]
    public void One_that_had_obeyed_before_it_was_lost_is_free_as_soon_as_it_says_so()
    {
        var device = Held();
        Assert.Null(device.BeginRelease(Ada, erase: true, Now));
        var ticket = new IssuedTicket(new TicketId(new Guid(4, 0, 0, new byte[8])), TicketKind.Release, device, Now);
        device.NoteReleaseTicket(Now.AddDays(1));
        Assert.Null(device.MarkLost(Ada, new LostNotice(null, null), default, Now));
        Assert.Equal([DeviceEvents.Sealed], Lose(device, isSealed: true));
        Assert.NotNull(device.Receive(ticket, device.Epoch));

        Assert.Null(device.Receive(ticket, device.Epoch + 1));

        Assert.Equal((DeviceState.Free, ticket.Epoch + 1), (device.State, device.Epoch));
    }

    [Fact]
    public void A_device_that_was_given_up_erases_when_it_hears_of_it_however_late_whatever_was_wished()
    {
        var device = Held();
        Assert.Null(device.BeginRelease(Ada, erase: false, Now));

        Assert.Equal([DeviceEvents.ReleaseGranted], Lose(device, isSealed: false));

        Assert.True(device.Entitlement!.Erase);
        Assert.False(device.RenewAbandoned(Now.AddDays(29)));
        Assert.True(device.RenewAbandoned(Now.AddDays(400)));
        Assert.True(device.Entitlement!.Erase);
        Assert.Null(device.MayIssueReleaseTicket(Now.AddDays(400)));
    }

    [Fact]
    public void After_a_restore_a_lost_device_without_a_seal_is_not_let_go_and_a_sealed_one_is_sealed_wherever_it_stood()
    {
        var lost = Held();
        Assert.Null(lost.MarkLost(Ada, new LostNotice(null, null), default, Now));
        Assert.Equal([DeviceEvents.Sealed], Lose(lost, isSealed: false));
        Assert.Equal([DeviceEvents.AdoptedLoss, DeviceEvents.Sealed], Lose(Held(), isSealed: true));
        Assert.Equal([DeviceEvents.ReleaseGranted], Lose(Held(), isSealed: false));
    }

    private static Device Held()
    {
        var device = new Device(new DeviceId("seal"), [1], "lotus", new EvidenceCount(1, 1), Now);
        Assert.Null(device.Activate(Ada, default, new HoldingId(new Guid(1, 0, 0, new byte[8])), Now));
        return device;
    }

    private static List<string> Lose(Device device, bool isSealed)
    {
        List<string> events = [];
        while (device.LoseHolderNext(isSealed, Now) is { } name)
        {
            events.Add(name);
        }

        return events;
    }
}

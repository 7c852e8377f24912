using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Contacts;

public sealed class ContactThreadTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly SessionId Browser = new(new Guid(5, 0, 0, new byte[8]));
    private static readonly SessionId Phone = new(new Guid(2, 0, 0, new byte[8]));

    [Fact]
    public void It_is_open_for_thirty_days_in_the_same_holding()
    {
        var device = Held();
        var thread = Begin(device);
        Assert.True(thread.IsOpen(device, Now));
        Assert.True(thread.IsOpen(device, Now + ContactThread.Lifetime - TimeSpan.FromTicks(1)));
        Assert.False(thread.IsOpen(device, Now + ContactThread.Lifetime));
        Assert.False(thread.IsOpen(null, Now));
        Assert.False(thread.IsOpen(new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now), Now));
        Assert.False(thread.IsOpen(Held(holding: 9), Now));
        // It is marked as lost only now: nothing ends.
        Lose(device);
        Assert.True(thread.IsOpen(device, Now));
    }

    [Fact]
    public void What_began_while_it_was_lost_ends_when_it_is_found()
    {
        var device = Held();
        Lose(device);
        var thread = Begin(device);
        Assert.True(thread.IsOpen(device, Now));
        Assert.Null(device.AskFound(Ada, Browser, hasFreeProof: true, Now));
        Assert.Null(device.Find(Now));
        Assert.False(thread.IsOpen(device, Now));
        Assert.Equal(ContactRefusals.Over, thread.Write(byHolder: true, "x", device, Now, out var none));
        Assert.Null(none);
    }

    [Fact]
    public void Each_side_writes_as_much_as_it_may_and_numbers_never_repeat()
    {
        var device = Held();
        var thread = Begin(device);
        List<int> numbers = [];
        foreach (var byHolder in (bool[])[false, true])
        {
            for (var i = 0; i < ContactThread.MostOfSide; i++)
            {
                Assert.Null(thread.Write(byHolder, "x", device, Now, out var message));
                Assert.Equal((byHolder, false, "x", Now), (message!.ByHolder, message.IsHidden, message.Text, message.At));
                numbers.Add(message.Number);
            }

            Assert.Equal(ContactRefusals.Full, thread.Write(byHolder, "x", device, Now, out _));
        }

        Assert.Equal(Enumerable.Range(1, 2 * ContactThread.MostOfSide), numbers);
        Assert.Equal(2 * ContactThread.MostOfSide, thread.Version);
    }

    [Fact]
    public void The_holder_is_told_once_until_they_look_and_not_after_a_block()
    {
        var device = Held();
        var thread = Begin(device);
        Assert.True(thread.Tell(Now));
        Assert.Equal(Now, thread.ToldAt);
        Assert.False(thread.Tell(Now.AddDays(1)));
        var version = thread.Version;
        thread.Look();
        thread.Look();
        Assert.Equal((null, version + 1), (thread.ToldAt, thread.Version));
        thread.Block(on: true, Now);
        thread.Block(on: true, Now.AddDays(1));
        Assert.Equal((Now, version + 3), (thread.BlockedAt, thread.Version));
        Assert.False(thread.Tell(Now));
        Assert.Null(thread.Write(byHolder: false, "x", device, Now, out var hidden));
        Assert.True(hidden!.IsHidden);
        Assert.Null(thread.Write(byHolder: true, "x", device, Now, out var own));
        Assert.False(own!.IsHidden);
        thread.Block(on: false, Now);
        Assert.True(thread.Tell(Now));
        thread.Report(Now);
        thread.Report(Now.AddDays(1));
        Assert.Equal(Now, thread.ReportedAt);
    }

    [Fact]
    public void It_needs_somebody_who_holds_the_phone() =>
        Assert.Throws<ArgumentException>(() => Begin(new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now)));

    private static ContactThread Begin(Device device) => new(new Guid(3, 0, 0, new byte[8]), device, [1], isBlocked: false, Now);

    private static Device Held(int holding = 4)
    {
        var device = new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 1), Now);
        Assert.Null(device.Activate(Ada, Phone, new HoldingId(new Guid(holding, 0, 0, new byte[8])), Now));
        return device;
    }

    private static void Lose(Device device) =>
        Assert.Null(device.MarkLost(Ada, LostNotice.Read(null, null, out var notice) is null ? notice : throw new InvalidOperationException(), Browser, Now));
}

using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>Hardware says odd things: what no claim may hold is left out, and the rest is still said.</summary>
public sealed class ReportedTests
{
    private static readonly Dictionary<uint, ulong> NoIndex = [];

    [Fact]
    public void What_hardware_says_of_itself_is_kept()
    {
        var facts = DeviceFacts.Reported("T1-0001", ["490154203237518", "35209900176148"], "EU", Indexes(32));

        Assert.Equal(("T1-0001", "EU", 32), (facts.Serial, facts.Region, facts.RollbackIndexes!.Count));
        Assert.Equal(["49015420323751", "35209900176148"], facts.Imeis!.Select(imei => imei.Digits));
        Assert.Single(DeviceFacts.Reported(null, [], null, Indexes(1)).RollbackIndexes!);
    }

    [Fact]
    public void Nothing_said_is_nothing_claimed() => Assert.Equal(DeviceFacts.None, DeviceFacts.Reported(null, [], null, NoIndex));

    [Fact]
    public void What_no_claim_may_hold_is_left_out() =>
        Assert.Equal(DeviceFacts.None, DeviceFacts.Reported(new('s', 65), ["", "12345", "00000000000000"], "E\nU", Indexes(33)));

    [Fact]
    public void The_first_four_IMEIs_are_said_and_none_twice()
    {
        var facts = DeviceFacts.Reported(null, ["49015420323751", "490154203237518", "49015420323752", "49015420323753", "49015420323754", "49015420323755"], null, NoIndex);

        Assert.Equal(["49015420323751", "49015420323752", "49015420323753", "49015420323754"], facts.Imeis!.Select(imei => imei.Digits));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(-1, false)]
    public void A_card_is_in_one_of_eight_slots(int slot, bool isSaid) => Assert.Equal(isSaid ? (uint?)slot : null, SimCard.Reported(slot, "8999912345678901236", null)?.Slot);

    [Fact]
    public void A_card_without_a_number_is_none_and_one_with_an_odd_operator_has_none()
    {
        Assert.Null(SimCard.Reported(1, "12345", "Example Mobile"));
        Assert.Null(SimCard.Reported(1, null, "Example Mobile"));
        Assert.Equal(Fixed.Sim(1, "8999912345678901236", "Example Mobile"), SimCard.Reported(1, "8999912345678901236", "Example Mobile"));
        Assert.Equal(Fixed.Sim(1, "8999912345678901236", null), SimCard.Reported(1, "8999912345678901236", "Example\u0007"));
    }

    private static Dictionary<uint, ulong> Indexes(int count) => Enumerable.Range(0, count).ToDictionary(i => (uint)i, i => (ulong)i);
}

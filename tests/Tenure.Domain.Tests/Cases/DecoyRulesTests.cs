using System.Buffers.Binary;
using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

public sealed class DecoyRulesTests
{
    private static readonly DateTimeOffset Seed = new(2026, 5, 4, 12, 34, 56, TimeSpan.Zero);

    [Theory]
    [InlineData(0u, 0, false)]
    [InlineData(0u, 1, true)]
    [InlineData(99u, 1, true)]
    [InlineData(100u, 1, false)]
    [InlineData(10_099u, 1, true)]
    [InlineData(4_999u, 50, true)]
    [InlineData(5_000u, 50, false)]
    public void A_decoy_follows_as_many_of_a_hundred_as_is_set_and_none_where_it_is_off(uint lot, int percent, bool follows) => Assert.Equal(follows, DecoyRules.Follows(Lot(lot, 0), percent));

    [Fact]
    public void It_comes_at_the_hour_of_a_persons_case_a_week_later()
    {
        Assert.Equal(Seed + DecoyRules.After + DecoyRules.LeastDraft, DecoyRules.DueAt(Lot(0, 0), Seed));
        Assert.Equal(Seed + DecoyRules.After + DecoyRules.LeastDraft + TimeSpan.FromSeconds(3599), DecoyRules.DueAt(Lot(0, 3599), Seed));
        Assert.Equal(Seed + DecoyRules.After + DecoyRules.LeastDraft, DecoyRules.DueAt(Lot(7, 3600), Seed));
    }

    private static byte[] Lot(uint first, uint second)
    {
        var lot = new byte[32];
        BinaryPrimitives.WriteUInt32BigEndian(lot, first);
        BinaryPrimitives.WriteUInt32BigEndian(lot.AsSpan(4), second);
        return lot;
    }
}

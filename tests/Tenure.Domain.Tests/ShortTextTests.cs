using CsCheck;

namespace Tenure.Domain.Tests;

public class ShortTextTests
{
    [Fact]
    public void A_short_text_is_kept() => Assert.Equal("abc", ShortText.Cut("abc", 3));

    [Fact]
    public void A_long_text_is_cut_at_its_length() => Assert.Equal("abc", ShortText.Cut("abcd", 3));

    [Theory]
    [InlineData("", true)]
    [InlineData("a😀b", true)]
    [InlineData("a\0", false)]
    public void A_text_is_well_formed_when_every_database_can_carry_it(string text, bool fits) => Assert.Equal(fits, WellFormedText.IsWellFormed(text));

    // Written as numbers: attributes are stored as UTF-8, which cannot hold a lone surrogate.
    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xD83D, 0x61)]
    [InlineData(0xDE00)]
    [InlineData(0x61, 0xDE00)]
    [InlineData(0xD83D, 0xD83D, 0xDE00)]
    public void A_lone_half_of_a_pair_is_not_well_formed(params int[] units) => Assert.False(WellFormedText.IsWellFormed(units.Select(unit => (char)unit).ToArray()));

    [Fact]
    public void A_pair_is_never_cut_in_two() => Gen.Select(Gen.Int[0, 90], Gen.Int[1, 80]).Sample((before, longest) =>
    {
        var cut = ShortText.Cut(new string('x', before) + "\U0001F4F1\U0001F4F1 phone", longest);
        return cut.Length <= longest && cut.Length >= Math.Min(longest - 1, before) && WellFormedText.IsWellFormed(cut);
    });
}

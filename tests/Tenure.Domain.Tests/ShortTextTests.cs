using CsCheck;

namespace Tenure.Domain.Tests;

public class ShortTextTests
{
    [Fact]
    public void A_short_text_is_kept() => Assert.Equal("abc", ShortText.Cut("abc", 3));

    [Fact]
    public void A_pair_is_never_cut_in_two() => Gen.Select(Gen.Int[0, 90], Gen.Int[1, 80]).Sample((before, longest) =>
    {
        var cut = ShortText.Cut(new string('x', before) + "\U0001F4F1\U0001F4F1 phone", longest);
        return cut.Length <= longest && cut.Length >= Math.Min(longest - 1, before) && WellFormedText.IsWellFormed(cut);
    });
}

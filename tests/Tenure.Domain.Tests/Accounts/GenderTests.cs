using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class GenderTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("female", "female")]
    [InlineData(" male ", "male")]
    [InlineData("nicht-binär", "nicht-binär")]
    [InlineData("性别酷儿", "性别酷儿")]
    [InlineData("e\u0301", "\u00E9")]
    public void What_a_person_says_is_kept_in_their_words(string? said, string? kept)
    {
        Assert.Null(Gender.Read(said, out var gender));
        Assert.Equal(kept, gender);
    }

    [Fact]
    public void Forty_characters_fit()
    {
        Assert.Null(Gender.Read(string.Concat(Enumerable.Repeat("😀", 40)), out _));
        Assert.Equal("gender_too_long", Gender.Read(string.Concat(Enumerable.Repeat("😀", 41)), out var none)?.Code);
        Assert.Null(none);
    }

    [Theory]
    [InlineData("a\nb", "gender_malformed")]
    [InlineData("a\u202Eb", "gender_malformed")]
    [InlineData("a\0b", "malformed")]
    public void What_cannot_be_shown_is_refused(string said, string code)
    {
        var refusal = Gender.Read(said, out var gender);
        Assert.Equal((code, "gender"), (refusal?.Code, refusal?.Field));
        Assert.Null(gender);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("female", false)]
    [InlineData("male", false)]
    [InlineData("Male", true)]
    public void Own_words_are_all_others(string? gender, bool own) => Assert.Equal(own, Gender.IsOwnWords(gender));
}

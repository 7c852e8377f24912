using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class NicknameTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("   ", null)]
    [InlineData(" Anna ", "Anna")]
    [InlineData("李小龙", "李小龙")]
    [InlineData("👩‍👧", "👩‍👧")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("a\U000E0020b", "a\U000E0020b")]
    [InlineData("Jose\u0301", "José")]
    public void A_nickname_is_what_the_person_typed_tidied(string? typed, string? expected)
    {
        Assert.Null(Nickname.Read(typed, out var nickname));
        Assert.Equal(expected, nickname);
    }

    [Fact]
    public void Forty_characters_fit_and_one_more_does_not()
    {
        Assert.Null(Nickname.Read(string.Concat(Enumerable.Repeat("😀", 40)), out _));
        Assert.Equal("nickname_too_long", Nickname.Read(new string('a', 41), out var nickname)?.Code);
        Assert.Null(nickname);
    }

    [Theory]
    [InlineData("Anna\nBerg")]
    [InlineData("Anna\u202Egreb")]
    [InlineData("Anna\u2066")]
    [InlineData("Anna\uE000")]
    [InlineData("An\u2028na")]
    [InlineData("An\u2029na")]
    [InlineData("Anna\u0378")]
    [InlineData("Anna\u200B")]
    [InlineData("Anna\U000E0001")]
    public void What_cannot_be_shown_is_refused(string typed) => Assert.Equal("nickname_malformed", Nickname.Read(typed, out _)?.Code);

    [Theory]
    [InlineData(@"Anna\0")]
    [InlineData(@"Anna\uD83D")]
    public void What_no_database_can_carry_is_malformed(string escaped) =>
        Assert.Equal(WellFormedText.Malformed("nickname"), Nickname.Read(Regex.Unescape(escaped), out _));
}

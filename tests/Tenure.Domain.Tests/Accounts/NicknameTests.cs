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
        Assert.Equal("nickname_too_long", Nickname.Read(new string('a', 41), out _)?.Code);
    }

    [Theory]
    [InlineData("Anna\nBerg")]
    [InlineData("Anna\u202Egreb")]
    [InlineData("Anna\u2066")]
    [InlineData("Anna\uE000")]
    public void What_cannot_be_shown_is_refused(string typed) => Assert.Equal("nickname_malformed", Nickname.Read(typed, out _)?.Code);

    [Theory]
    [InlineData(@"Anna\0")]
    [InlineData(@"Anna\uD83D")]
    public void What_no_database_can_carry_is_malformed(string escaped) =>
        Assert.Equal("malformed", Nickname.Read(Regex.Unescape(escaped), out _)?.Code);
}

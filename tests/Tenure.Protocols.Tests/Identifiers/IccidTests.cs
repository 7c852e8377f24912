using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tests.Identifiers;

public sealed class IccidTests
{
    [Theory]
    [InlineData("8991101200003204510", "8991101200003204510")]
    [InlineData("8991101200003204514", "8991101200003204514")]
    [InlineData("899110120000320451", "899110120000320451")]
    [InlineData("89911012000032045101", "89911012000032045101")]
    [InlineData("8991101200003204510F", "8991101200003204510")]
    [InlineData("8991 1012 0000 3204 510f", "8991101200003204510")]
    public void It_has_18_to_20_digits_with_or_without_a_check_digit(string said, string digits)
    {
        Assert.True(Iccid.TryRead(said, out var iccid));
        Assert.Equal((digits, digits[^4..]), (iccid.Digits, iccid.LastFour));
    }

    [Theory]
    [InlineData("")]
    [InlineData("89911012000032045")]
    [InlineData("899110120000320451011")]
    [InlineData("000000000000000000")]
    [InlineData("8991101200003204F10")]
    [InlineData("F")]
    public void What_is_none_is_refused(string said) => Assert.False(Iccid.TryRead(said, out _));
}

using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class CountriesTests
{
    [Fact]
    public void There_are_249_each_once_in_order()
    {
        Assert.Equal(249, Countries.All.Count);
        Assert.Equal(Countries.All.Distinct().Order(StringComparer.Ordinal), Countries.All);
        Assert.All(Countries.All, code => Assert.Matches("^[A-Z]{2}$", code));
    }

    [Theory]
    [InlineData("DE", "DE")]
    [InlineData(" cn ", "CN")]
    [InlineData("zw", "ZW")]
    [InlineData("ad", "AD")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_is_read_in_any_case_and_blank_is_not_said(string? said, string? kept)
    {
        Assert.Null(Countries.Read(said, out var country));
        Assert.Equal(kept, country);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("EU")]
    [InlineData("DEU")]
    [InlineData("AD AE")]
    [InlineData("\0")]
    public void Another_code_is_refused(string said)
    {
        Assert.Equal("country_unknown", Countries.Read(said, out var country)?.Code);
        Assert.Null(country);
    }
}

using Tenure.Cli.Phone.Texts;
using Tenure.Cli.Texts;

namespace Tenure.Cli.Tests.Texts;

public sealed class CountryNamesTests
{
    public static TheoryData<string> Languages => [.. PhoneText.Languages.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_country_has_one_name_and_no_name_is_of_two(string tag)
    {
        var countries = CountryNames.In(tag);

        Assert.InRange(countries.Count, 200, 260);
        Assert.All(countries, country => Assert.NotEqual(country.Code, country.Name));
        Assert.Equal(countries.Count, countries.DistinctBy(country => country.Code).Count());
        Assert.Equal(countries.Count, countries.DistinctBy(country => country.Name).Count());
        Assert.Subset(countries.Select(country => country.Code).ToHashSet(), new HashSet<string>(["CN", "RU", "DE", "ES", "US", "IN", "BR", "NG"]));
    }
}

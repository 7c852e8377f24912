using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Pages;

namespace Tenure.Server.Tests.Accounts;

public sealed class CountryNamesTests
{
    [Theory]
    [InlineData("en", "Germany")]
    [InlineData("zh-Hans", "德国")]
    [InlineData("ru", "Германия")]
    [InlineData("de", "Deutschland")]
    [InlineData("es", "Alemania")]
    public void A_country_is_called_as_its_reader_calls_it(string language, string name) => Assert.Equal(name, CountryNames.Of("DE", language));

    [Fact]
    public void Every_country_has_a_name_of_its_own_in_every_language() => Assert.All(Languages.All, language =>
    {
        var names = CountryNames.In(language);
        Assert.Equal(Countries.All, names.Select(country => country.Code).Order(StringComparer.Ordinal));
        Assert.Equal(249, names.Select(country => country.Name).Distinct().Count());
        Assert.DoesNotContain(names, country => country.Name == country.Code);
    });

    [Fact]
    public void They_stand_in_the_order_of_the_language()
    {
        // Ö and Á are letters in their place, not behind Z.
        Assert.InRange(Place("de", "AT"), Place("de", "OM"), Place("de", "PK"));
        Assert.True(Place("es", "AT") < Place("es", "BE"));
        Assert.True(Place("de", "AX") < Place("de", "BE"));
    }

    private static int Place(string language, string code) => CountryNames.In(language).Select(country => country.Code).ToList().IndexOf(code);
}

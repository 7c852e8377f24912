using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class LanguagesTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de-AT", "de")]
    [InlineData("RU", "ru")]
    [InlineData("es_MX", "es")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh-Hant-HK", "en")]
    [InlineData("zh-TW", "en")]
    [InlineData("fr", "en")]
    public void The_nearest_language_is_taken(string? tag, string expected) => Assert.Equal(expected, Languages.Nearest(tag));

    [Theory]
    [InlineData("zh-Hant", "en")]
    [InlineData("zh-HK", "en")]
    [InlineData("zh_MO", "en")]
    [InlineData("zh-tw", "en")]
    [InlineData("zh-Hans-SG", "zh-Hans")]
    [InlineData("ZH", "zh-Hans")]
    [InlineData("TW", "en")]
    public void Traditional_chinese_is_not_simplified_chinese(string tag, string expected) => Assert.Equal(expected, Languages.Nearest(tag));

    [Fact]
    public void An_unknown_choice_gives_the_default()
    {
        Assert.NotNull(Languages.Read("fr", out var language));
        Assert.Equal("en", language);
        Assert.Equal(["en", "zh-Hans", "ru", "de", "es"], Languages.All);
    }

    [Fact]
    public void A_chosen_language_must_be_one_of_the_five()
    {
        Assert.Null(Languages.Read("ZH-hans", out var language));
        Assert.Equal("zh-Hans", language);
        Assert.Equal("language_unknown", Languages.Read("fr", out _)?.Code);
    }
}

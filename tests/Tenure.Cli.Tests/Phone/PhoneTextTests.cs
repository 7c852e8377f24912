using System.Text.RegularExpressions;
using Tenure.Cli.Phone.Texts;

namespace Tenure.Cli.Tests.Phone;

public sealed class PhoneTextTests
{
    // Words that two languages really share.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "status", "server", "model", "no", "system", "bootloader", "tenure",
    };

    public static TheoryData<string> Keys => [.. typeof(PhoneText).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => p.Name)];

    [Fact]
    public void The_phone_speaks_five_languages() =>
        Assert.Equal(["en", "zh-Hans", "ru", "de", "es"], PhoneText.Languages.All.Select(language => language.Text.Tag));

    [Fact]
    public void Each_text_is_found_under_its_own_tag() => Assert.All(PhoneText.Languages.All, language => Assert.Equal(language.Tag, language.Text.Tag));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_text_is_there_in_every_language_and_is_not_just_another_ones(string key)
    {
        var texts = PhoneText.Languages.All.Select(language => Get(language.Text, key)).ToList();

        Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.All(texts, text => Assert.Equal(Holes(texts[0]), Holes(text)));
        var doubles = texts.GroupBy(text => text, StringComparer.Ordinal).Where(group => group.Count() > 1);
        Assert.All(doubles, group => Assert.Contains(group.Key.ToLowerInvariant(), Shared));
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("es-419", "es")]
    [InlineData("ru", "ru")]
    public void A_regional_tag_falls_to_its_language(string tag, string expected) => Assert.Equal(expected, PhoneText.Languages.Find(tag)!.Tag);

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("fr")]
    [InlineData("no such tag")]
    public void An_unknown_language_is_not_guessed(string tag) => Assert.Null(PhoneText.Languages.Find(tag));

    private static string Get(PhoneText text, string key) => (string)typeof(PhoneText).GetProperty(key)!.GetValue(text)!;

    private static string[] Holes(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order(StringComparer.Ordinal)];
}

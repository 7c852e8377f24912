using System.Text.RegularExpressions;
using Tenure.Cli.Account;
using Tenure.Cli.Audit;
using Tenure.Cli.Passwords;
using Tenure.Cli.Phone.Texts;
using Tenure.Cli.Tour;

namespace Tenure.Cli.Tests.Texts;

/// <summary>The texts of every command but the phone's, which has tests of its own.</summary>
public sealed class CommandTextTests
{
    public static TheoryData<string> Groups => ["account", "audit", "passwords", "tour"];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_text_is_there_in_five_languages_and_is_not_just_another_ones(string group)
    {
        var languages = Texts(group);
        Assert.Equal(PhoneLanguages.All.Select(text => text.Tag).Order(StringComparer.Ordinal), languages.Keys.Order(StringComparer.Ordinal));
        var english = languages["en"];
        Assert.NotEmpty(english);
        foreach (var (tag, texts) in languages.Where(language => language.Key != "en"))
        {
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text.Value), $"{tag} {text.Key}"));
            Assert.All(texts, text => Assert.Equal(Holes(english[text.Key]), Holes(text.Value)));
            Assert.All(texts, text => Assert.NotEqual(english[text.Key], text.Value));
        }
    }

    private static Dictionary<string, Dictionary<string, string>> Texts(string group) => group switch
    {
        "account" => AccountTexts.All.ToDictionary(language => language.Key, language => Of(language.Value)),
        "audit" => AuditText.All.ToDictionary(language => language.Key, language => Of(language.Value)),
        "passwords" => PasswordText.All.ToDictionary(language => language.Key, language => Of(language.Value)),
        _ => TourText.All.ToDictionary(language => language.Key, language => Of(language.Value).Concat(language.Value.Titles).ToDictionary()),
    };

    private static Dictionary<string, string> Of(object texts) =>
        texts.GetType().GetProperties().Where(p => p.PropertyType == typeof(string)).ToDictionary(p => p.Name, p => (string)p.GetValue(texts)!);

    private static string[] Holes(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order(StringComparer.Ordinal)];
}

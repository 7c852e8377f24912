using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

public sealed partial class TextTests
{
    private static readonly string[] Others = [.. Languages.All.Where(language => language != Languages.Default)];

    [Fact]
    public void Every_text_is_there_in_every_language_with_the_same_places_to_fill()
    {
        foreach (var resource in EnglishTexts.Resources)
        {
            var english = EnglishTexts.Of(resource, "en");
            Assert.NotEmpty(english);
            foreach (var language in Others)
            {
                var other = EnglishTexts.Of(resource, language);
                Assert.Equal(english.Keys.Order(), other.Keys.Order());
                Assert.All(english, text => Assert.Equal(Places(text.Value), Places(other[text.Key])));
            }
        }
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_exists()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.File("src", "Tenure.Server"), "*.razor", SearchOption.AllDirectories))
        {
            var page = File.ReadAllText(file);
            if (Localizer().Match(page) is not { Success: true } localizer)
            {
                continue;
            }

            var resource = EnglishTexts.Resources.Single(r => r.BaseName.EndsWith("." + localizer.Groups[1].Value, StringComparison.Ordinal));
            Assert.Equal([], Asked().Matches(page).Select(m => m.Groups[1].Value).Except(EnglishTexts.Of(resource, "en").Keys));
        }
    }

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(m => m.Value).Distinct().Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"@inject IStringLocalizer<(\w+)>")]
    private static partial Regex Localizer();

    [GeneratedRegex("""T\["(\w+)"[\],]""")]
    private static partial Regex Asked();
}

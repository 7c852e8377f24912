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

    // A figure that stands in a text goes on standing there when the setting or the rule is another one.
    [Fact]
    public void No_text_has_a_figure_of_its_own()
    {
        // An example of a phone number, the digits that a name may have, and the name of a curve.
        string[] shown = ["EmailOrPhoneHint", "NewAddressHint", "phone_malformed", "operator_name_malformed", "maker_malformed", "key_unreadable"];
        Assert.Equal([], All(Languages.All).Where(text => !shown.Contains(text.Key) && Place().Replace(text.Value, "").Any(char.IsDigit)));
        Assert.Equal(shown.Order(), All(Languages.All).Where(text => Place().Replace(text.Value, "").Any(char.IsDigit)).Select(text => text.Key).Distinct().Order());
    }

    [Fact]
    public void Spanish_says_tu_to_everybody()
    {
        Assert.Equal([], All(["es"]).Where(text => Usted().IsMatch(text.Value)));
        Assert.Matches(Usted(), "Si no ha sido usted, cierre la sesión.");
        Assert.Matches(Usted(), "Nuevo inicio de sesión en su cuenta");
        Assert.Matches(Usted(), "Elija una contraseña.");
    }

    [Fact]
    public void Russian_has_one_word_for_an_account() => Assert.Equal([], All(["ru"]).Where(text => text.Value.Contains("аккаунт", StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<(string Language, string Key, string Value)> All(IReadOnlyList<string> languages) =>
        EnglishTexts.Resources.SelectMany(resource => languages.SelectMany(language => EnglishTexts.Of(resource, language).Select(text => (language, text.Key, text.Value))));

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(m => m.Value).Distinct().Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    // Of the third person only what is said to nobody else: "su" of a device or of an operator is right.
    [GeneratedRegex(
        @"\b(sus? (cuenta|contraseña|correo|direcci|código|número|móvil|sesi|navegador|dispositivos)"
        + @"|(ustedes|usted|abra|cambie|cierre|compare|compruebe|congele|conecte|conéctelo|detenga|deshágalo|elija|escriba|espere|guárdel[ao]s?|imprímal[ao]s|imprima|inicie|introduzca"
        + @"|revise|añada|no tiene que hacer|le (han|damos|dio|moleste)|llamarle|podrá entrar)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Usted();

    [GeneratedRegex(@"@inject IStringLocalizer<(\w+)>")]
    private static partial Regex Localizer();

    [GeneratedRegex("""T\["(\w+)"[\],]""")]
    private static partial Regex Asked();
}

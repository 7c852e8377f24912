using System.Text.RegularExpressions;
using Tenure.Cli.Account;
using Tenure.Cli.Agent;
using Tenure.Cli.Audit;
using Tenure.Cli.Backups;
using Tenure.Cli.Computer;
using Tenure.Cli.Doctor;
using Tenure.Cli.Flash;
using Tenure.Cli.Generation;
using Tenure.Cli.Keys;
using Tenure.Cli.Manifests;
using Tenure.Cli.Messages;
using Tenure.Cli.Operators;
using Tenure.Cli.Passwords;
using Tenure.Cli.Phone.Texts;
using Tenure.Cli.Rom;
using Tenure.Cli.Serve;
using Tenure.Cli.Texts;
using Tenure.Cli.Tour;
using Tenure.Cli.Unlock;
using Tenure.Cli.Workshops;

namespace Tenure.Cli.Tests.Texts;

/// <summary>The texts of every command but the phone's, which has tests of its own.</summary>
public sealed class CommandTextTests
{
    public static TheoryData<string> Groups => ["all", "account", "agent", "audit", "backups", "boot", "case", "computer", "division", "doctor", "emergency", "flash", "found", "generation", "identifiers", "keys", "manifests", "messages", "operators", "packages", "passwords", "rom", "serve", "tour", "unlock", "workshop"];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_text_is_there_in_five_languages_and_is_not_just_another_ones(string group)
    {
        var languages = Texts(group);
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

    [Theory]
    [MemberData(nameof(Groups))]
    [InlineData("phone")]
    public void Spanish_says_tu_to_everybody_and_Russian_has_one_word_for_an_account(string group)
    {
        Assert.All(Texts(group)["es"], text => Assert.DoesNotMatch(
            @"(?i)\b(sus? (cuenta|contraseña|correo|direcci|código|número)|(ustedes|usted|abra|cierre|compare|compruebe|conecte|conéctelo|elija|escriba|espere|guárdelo|inicie|le (damos|dio)|llamarle)\b)",
            text.Value));
        Assert.All(Texts(group)["ru"], text => Assert.DoesNotContain("аккаунт", text.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static Dictionary<string, Dictionary<string, string>> Texts(string group) => group switch
    {
        "phone" => Of(PhoneText.Languages, Of),
        "all" => Of(CommandText.Languages, Of),
        "account" => Of(AccountText.Languages, Of),
        "agent" => Of(AgentText.Languages, Of),
        "audit" => Of(AuditText.Languages, Of),
        "computer" => Of(ComputerText.Languages, Of),
        "division" => Of(DivisionText.Languages, Of),
        "doctor" => Of(DoctorText.Languages, text => Of(text).Concat(Words("found", text.Found)).Concat(Words("mend", text.Mends)).ToDictionary()),
        "flash" => Of(FlashText.Languages, text => Of(text)
            .Concat(Words("package", text.Packages)).Concat(Words("fault", text.Faults)).Concat(Words("item", text.Items)).Concat(Words("advice", text.Advice))
            .Concat(Words("verdict", text.Verdicts)).Concat(Words("phase", text.Phases)).Concat(Words("wait", text.Waits)).ToDictionary()),
        "found" => Of(FoundText.Languages, Of),
        "emergency" => Of(EmergencyText.Languages, Of),
        "identifiers" => Of(IdentifierText.Languages, Of),
        "case" => Of(CaseText.Languages, text => Of(text).Concat(text.States).ToDictionary()),
        "boot" => Of(BootText.Languages, Of),
        "keys" => Of(KeyText.Languages, Of),
        "backups" => Of(BackupText.Languages, Of),
        "generation" => Of(GenerationText.Languages, Of),
        "manifests" => Of(ManifestText.Languages, Of),
        "messages" => Of(MessagesText.Languages, Of),
        "operators" => Of(OperatorText.Languages, Of),
        "passwords" => Of(PasswordText.Languages, Of),
        "packages" => Of(PackageText.Languages, Of),
        "rom" => Of(RomText.Languages, Of),
        "serve" => Of(ServeText.Languages, Of),
        "unlock" => Of(UnlockText.Languages, Of),
        "workshop" => Of(WorkshopText.Languages, Of),
        _ => Of(TourText.Languages, text => Of(text).Concat(text.Titles).Concat(text.Details.Select(detail => KeyValuePair.Create("detail " + detail.Key, detail.Value))).ToDictionary()),
    };

    private static Dictionary<string, Dictionary<string, string>> Of<T>(Translations<T> texts, Func<T, Dictionary<string, string>> all)
        where T : class => texts.All.ToDictionary(language => language.Tag, language => all(language.Text));

    private static Dictionary<string, string> Of(object texts) =>
        texts.GetType().GetProperties().Where(p => p.PropertyType == typeof(string)).ToDictionary(p => p.Name, p => (string)p.GetValue(texts)!);

    private static IEnumerable<KeyValuePair<string, string>> Words<T>(string kind, IReadOnlyDictionary<T, string> words)
        where T : struct, Enum
    {
        Assert.Equal(Enum.GetValues<T>(), words.Keys);
        return words.Select(word => KeyValuePair.Create($"{kind} {word.Key}", word.Value));
    }

    private static string[] Holes(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order(StringComparer.Ordinal)];
}

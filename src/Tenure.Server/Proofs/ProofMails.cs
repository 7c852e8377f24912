using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Texts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>The mails about what protects an account.</summary>
internal static class ProofMails
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Proofs.Texts.ProofMails", typeof(ProofMails).Assembly);

    /// <summary>New recovery codes were made.</summary>
    public static Letter RecoveryCodesMade(string language, DateTimeOffset at) => new(
        language, Text("CodesMadeSubject", language), [Text("CodesMadeIntro", language, Time(at, language)), Text("CodesMadeQuiet", language, SpokenTime.In(language, Account.QuietTime)), Text("Warning", language)]);

    /// <summary>A recovery code was used.</summary>
    public static Letter RecoveryCodeUsed(string language, int left, DateTimeOffset at) => new(
        language, Text("CodeUsedSubject", language), [Text("CodeUsedIntro", language, Time(at, language), left), Text("CodeUsedAdvice", language), Text("Warning", language)]);

    /// <summary>The code that proves that a mail was read.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="life">How long it works.</param>
    public static Letter Code(string language, ProofPurpose purpose, string code, TimeSpan life) => new(
        language, Text("CodeSubject", language), [Text($"CodeFor{purpose}", language), Text("CodeLife", language, SpokenTime.In(language, life)), Text($"CodeNotYou{(purpose == ProofPurpose.Freeze ? "Freeze" : "")}", language)], CodeText.Spaced(code));

    /// <summary>The code of an address that freezes its account, for who is not signed in.</summary>
    public static Letter FreezeCode(string language, string code) => new(
        language, Text("CodeSubject", language), [Text("CodeForFreeze", language), Text("CodeLifeFreeze", language, SpokenTime.In(language, Codes.AddressCodeLife)), Text("CodeNotYouFreeze", language)], CodeText.Spaced(code));

    /// <summary>Far-reaching acts are stopped.</summary>
    public static Letter Frozen(string language, DateTimeOffset until) => new(
        language, Text("FrozenSubject", language), [Text("FrozenIntro", language, Time(until, language)), Text("FrozenAdvice", language), Text("FrozenLift", language)]);

    /// <summary>The freeze was lifted.</summary>
    public static Letter FreezeLifted(string language, DateTimeOffset at) => new(
        language, Text("LiftedSubject", language), [Text("LiftedIntro", language, Time(at, language)), Text("WarningFreeze", language)]);

    /// <summary>Every sign-in asks for a second proof from now on, or no longer.</summary>
    public static Letter AlwaysAsk(string language, bool always, DateTimeOffset at)
    {
        var which = always ? "On" : "Off";
        return new(language, Text($"Always{which}Subject", language), [Text($"Always{which}Intro", language, Time(at, language)), Text("Warning", language)]);
    }

    private static string Time(DateTimeOffset at, string language) => at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language));

    private static string Text(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), arguments);
    }
}

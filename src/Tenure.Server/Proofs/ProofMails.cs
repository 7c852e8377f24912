using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Proofs;

/// <summary>The mails about what protects an account.</summary>
internal static class ProofMails
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Proofs.Texts.ProofMails", typeof(ProofMails).Assembly);

    /// <summary>New recovery codes were made.</summary>
    public static Mail RecoveryCodesMade(EmailAddress to, string language, DateTimeOffset at) => new Letter(
        language, Text("CodesMadeSubject", language), [Text("CodesMadeIntro", language, Time(at, language)), Text("CodesMadeQuiet", language), Text("Warning", language)]).To(to.Value);

    /// <summary>A recovery code was used.</summary>
    public static Mail RecoveryCodeUsed(EmailAddress to, string language, int left, DateTimeOffset at) => new Letter(
        language, Text("CodeUsedSubject", language), [Text("CodeUsedIntro", language, Time(at, language), left), Text("CodeUsedAdvice", language), Text("Warning", language)]).To(to.Value);

    private static string Time(DateTimeOffset at, string language) => at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language));

    private static string Text(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), arguments);
    }
}

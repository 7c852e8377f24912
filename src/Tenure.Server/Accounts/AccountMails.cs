using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Accounts;

/// <summary>The mails about an account.</summary>
internal static class AccountMails
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Accounts.Texts.AccountMails", typeof(AccountMails).Assembly);

    /// <summary>The code that confirms an address.</summary>
    public static Mail Code(EmailAddress to, string language, string code) => new Letter(
        language,
        Text("CodeSubject", language),
        [Text("CodeIntro", language), Text("CodeLife", language), Text("CodeWarning", language)],
        CodeText.Spaced(code)).To(to.Value);

    /// <summary>The code of an address for which many codes were asked.</summary>
    public static Mail AddressCode(EmailAddress to, string language, string code) => new Letter(
        language,
        Text("CodeSubject", language),
        [Text("CodeIntro", language), Text("AddressCodeLife", language), Text("CodeWarning", language)],
        CodeText.Spaced(code)).To(to.Value);

    /// <summary>Somebody tried to register an address that has an account.</summary>
    public static Mail AlreadyRegistered(EmailAddress to, string language) => new Letter(
        language,
        Text("KnownSubject", language),
        [Text("KnownIntro", language), Text("KnownAdvice", language), Text("KnownWarning", language)]).To(to.Value);

    /// <summary>The password was changed.</summary>
    public static Mail PasswordChanged(EmailAddress to, string language, DateTimeOffset at) => new Letter(
        language,
        Text("PasswordSubject", language),
        [Text("PasswordIntro", language, at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language))), Text("PasswordWarning", language)]).To(to.Value);

    private static string Text(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), arguments);
    }
}

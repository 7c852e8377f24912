using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.SignIn;

/// <summary>The mails about signing in.</summary>
internal static class SignInMails
{
    private static readonly ResourceManager Texts = new("Tenure.Server.SignIn.Texts.SignInMails", typeof(SignInMails).Assembly);

    /// <summary>The code for a new browser or device.</summary>
    /// <param name="life">How long the code works.</param>
    public static Mail Code(EmailAddress to, string language, string code, TimeSpan life, string? device) => new Letter(
        language,
        Text("CodeSubject", language),
        [Text("CodeIntro", language, Name(device, language)), Text("CodeLife", language, SpokenTime.In(language, life)), Text("CodeWarning", language)],
        CodeText.Spaced(code)).To(to.Value);

    /// <summary>Somebody signed in where nobody had before.</summary>
    public static Letter NewSignIn(string language, string? device, DateTimeOffset at) => new(
        language,
        Text("NewSubject", language),
        [Text("NewIntro", language, Name(device, language), at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language))), Text("NewWarning", language)]);

    private static string Name(string? device, string language) => DeviceName.ForMail(device) is { Length: > 0 } name ? name : Text("UnnamedDevice", language);

    private static string Text(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), arguments);
    }
}

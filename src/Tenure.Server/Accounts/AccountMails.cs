using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Texts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>The mails and SMS about an account.</summary>
internal static class AccountMails
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Accounts.Texts.AccountMails", typeof(AccountMails).Assembly);

    /// <summary>The code that confirms an address.</summary>
    /// <param name="life">How long it works.</param>
    public static Letter Code(AddressCodePurpose purpose, string language, string code, TimeSpan life) => CodeLetter(purpose, language, code, "CodeLife", life);

    /// <summary>The code of an address for which many codes were asked.</summary>
    public static Letter AddressCode(AddressCodePurpose purpose, string language, string code) => CodeLetter(purpose, language, code, "AddressCodeLife", Codes.AddressCodeLife);

    /// <summary>Somebody tried to use an address that belongs to an account.</summary>
    public static Letter Known(AddressCodePurpose purpose, string language)
    {
        var name = purpose == AddressCodePurpose.Registration ? "Known" : "AddKnown";
        return new(language, Text(name + "Subject", language), [Text(name + "Intro", language), Text(name + "Advice", language), Text("KnownWarning", language)]);
    }

    /// <summary>The SMS with the code that confirms a number.</summary>
    /// <param name="server">The server's name.</param>
    public static string SmsCode(string language, string code, string server) => Text("SmsCode", language, CodeText.Spaced(code), server);

    /// <summary>The SMS to a number that belongs to an account.</summary>
    public static string SmsKnown(string language, string server) => Text("SmsKnown", language, server);

    /// <summary>The password was changed.</summary>
    public static Letter PasswordChanged(string language, DateTimeOffset at) => new(
        language,
        Text("PasswordSubject", language),
        [Text("PasswordIntro", language, Time(language, at)), Text("PasswordWarning", language)]);

    /// <summary>The code that begins the reset of a forgotten password.</summary>
    /// <param name="life">How long it works.</param>
    public static Letter ResetCode(string language, string code, TimeSpan life) => ResetLetter(language, code, Text("CodeLife", language, SpokenTime.In(language, life)));

    /// <summary>The same, an address's own.</summary>
    public static Letter ResetAddressCode(string language, string code) => ResetLetter(language, code, Text("AddressCodeLife", language, SpokenTime.In(language, Codes.AddressCodeLife)));

    /// <summary>The code that is the second proof of a reset.</summary>
    public static Letter ResetProof(string language, string code, TimeSpan life) => new(
        language, Text("ResetSubject", language), [Text("ResetProofIntro", language), Text("CodeLife", language, SpokenTime.In(language, life)), Text("ResetProofWarning", language)], CodeText.Spaced(code));

    /// <summary>The password was reset.</summary>
    /// <param name="undo">The link that undoes it; <c>null</c> for who may not.</param>
    /// <param name="freeze">Where the account can be frozen.</param>
    public static Letter PasswordReset(string language, DateTimeOffset at, Uri? undo, Uri freeze)
    {
        var intro = Text("PasswordResetIntro", language, Time(language, at), SpokenTime.In(language, Account.QuietTime));
        return new(language, Text("PasswordResetSubject", language), undo is null
            ? [intro, Text("PasswordResetFreeze", language), freeze.AbsoluteUri]
            : [intro, Text("PasswordResetUndo", language, SpokenTime.In(language, PasswordUndo.UndoTime), SpokenTime.In(language, Account.FreezeTime)), undo.AbsoluteUri]);
    }

    /// <summary>A reset of the password was undone.</summary>
    public static Letter PasswordResetUndone(string language, DateTimeOffset at, Uri security) => new(
        language, Text("ResetUndoneSubject", language), [Text("ResetUndoneIntro", language, Time(language, at), SpokenTime.In(language, Account.FreezeTime)), Text("ResetUndoneAdvice", language), security.AbsoluteUri]);

    /// <summary>An address came, went or became the first one.</summary>
    /// <param name="masked">The address.</param>
    /// <param name="undo">The link that undoes it; <c>null</c> for who may not.</param>
    /// <param name="security">Where to look.</param>
    public static Letter AddressChanged(AddressChangeKind what, string language, string masked, DateTimeOffset at, Uri? undo, Uri security)
    {
        var intro = Text($"{what}Intro", language, masked, Time(language, at), SpokenTime.In(language, AddressChange.UndoTime));
        return new(language, Text($"{what}Subject", language), undo is null
            ? [intro, Text("ChangeAdvice", language), security.AbsoluteUri]
            : [intro, Text("UndoOffer", language, SpokenTime.In(language, AddressChange.UndoTime), SpokenTime.In(language, Account.FreezeTime)), undo.AbsoluteUri]);
    }

    /// <summary>A change of addresses was undone.</summary>
    public static Letter AddressChangeUndone(string language, DateTimeOffset at, Uri security) => new(
        language, Text("UndoneSubject", language), [Text("UndoneIntro", language, Time(language, at), SpokenTime.In(language, Account.FreezeTime)), Text("UndoneAdvice", language), security.AbsoluteUri]);

    private static Letter ResetLetter(string language, string code, string life) =>
        new(language, Text("ResetSubject", language), [Text("ResetIntro", language), life, Text("ResetWarning", language)], CodeText.Spaced(code));

    private static Letter CodeLetter(AddressCodePurpose purpose, string language, string code, string key, TimeSpan life)
    {
        var add = purpose == AddressCodePurpose.Addition ? "Add" : "";
        return new(language, Text("CodeSubject", language), [Text(add + "CodeIntro", language), Text(key, language, SpokenTime.In(language, life)), Text(add + "CodeWarning", language)], CodeText.Spaced(code));
    }

    private static string Time(string language, DateTimeOffset at) => at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language));

    private static string Text(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), arguments);
    }
}

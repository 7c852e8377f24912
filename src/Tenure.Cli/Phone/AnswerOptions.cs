using System.CommandLine;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;

namespace Tenure.Cli.Phone;

/// <summary>The options by which a script says what a person would at the screens of a device.</summary>
internal sealed class AnswerOptions(PhoneText text)
{
    private readonly Option<string?> language = LanguageOption.Create(text.HelpLanguage);
    private readonly Option<Uri?> server = new("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse };
    private readonly Option<string?> fingerprint = new("--fingerprint") { Description = text.HelpFingerprint };
    private readonly Option<bool> trustServer = new("--trust-server") { Description = text.HelpTrustServer };
    private readonly Option<string?> signIn = new("--sign-in") { Description = text.HelpSignIn };
    private readonly Option<string?> resetPassword = new("--reset-password") { Description = text.HelpResetPassword };
    private readonly Option<string?> register = new("--register") { Description = text.HelpRegister };
    private readonly Option<bool> withoutAccount = new("--without-account") { Description = text.HelpWithoutAccount };
    private readonly Option<string?> country = new("--country") { Description = text.HelpCountry };
    private readonly Option<string?> nickname = new("--nickname") { Description = text.HelpNickname };
    private readonly Option<string?> password = new("--password") { Description = text.HelpPassword };
    private readonly Option<bool> passwordStdin = new("--password-stdin") { Description = text.HelpPasswordStdin };
    private readonly Option<string?> code = new("--code") { Description = text.HelpCode };
    private readonly Option<bool> codeStdin = new("--code-stdin") { Description = text.HelpCodeStdin };
    private readonly Option<bool> acceptTerms = new("--accept-terms") { Description = text.HelpAcceptTerms };
    private readonly Option<string[]> consent = new Option<string[]>("--consent") { Description = text.HelpConsent }.AcceptOnlyFromAmong("statistics");
    private readonly Option<string?> challengeOut = new("--challenge-out") { Description = text.HelpChallengeOut };
    private readonly Option<string?> ticketIn = new("--ticket-in") { Description = text.HelpTicketIn };
    private readonly Option<bool> reset = new("--reset") { Description = text.HelpReset };
    private readonly Option<string?> eraseCode = new("--erase-code") { Description = text.HelpEraseCode };
    private readonly Option<bool> cancelErase = new("--cancel-erase") { Description = text.HelpCancelErase };
    private readonly Option<bool> statusCode = new("--status-code") { Description = text.HelpStatusCode };
    private readonly Option<string?> signOut = new Option<string?>("--sign-out") { Description = text.HelpSignOut }.AcceptOnlyFromAmong("keep", "erase");

    private readonly Option<string?> recover = new("--recover") { Description = CaseText.Languages.OfTerminal.HelpRecover };
    private readonly Option<bool> askRelease = new("--ask-release") { Description = CaseText.Languages.OfTerminal.HelpAskRelease };
    private readonly Option<string?> contact = new("--contact") { Description = CaseText.Languages.OfTerminal.HelpContact };
    private readonly Option<string?> releaseCode = new("--release-code") { Description = CaseText.Languages.OfTerminal.HelpReleaseCode };
    private readonly Option<string?> screenCode = new("--screen-code") { Description = CaseText.Languages.OfTerminal.HelpScreenCode };
    private readonly Option<string?> newScreenCode = new("--new-screen-code") { Description = CaseText.Languages.OfTerminal.HelpNewScreenCode };
    private readonly Option<string?> objection = new("--object") { Description = CaseText.Languages.OfTerminal.HelpObject };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            language, server, fingerprint, trustServer, signIn, resetPassword, register, withoutAccount, country, nickname, password, passwordStdin, code, codeStdin, acceptTerms, consent, signOut,
            reset, eraseCode, cancelErase, statusCode, challengeOut, ticketIn, recover, askRelease, contact, releaseCode, screenCode, newScreenCode, objection,
        })
        {
            command.Add(option);
        }
    }

    public ScriptAnswers Read(ParseResult parsed) => new()
    {
        Language = parsed.GetValue(language) is { } tag ? PhoneText.Languages.Find(tag) : null,
        Server = parsed.GetValue(server),
        Fingerprint = parsed.GetValue(fingerprint),
        TrustServer = parsed.GetValue(trustServer),
        SignIn = parsed.GetValue(signIn),
        ResetPassword = parsed.GetValue(resetPassword),
        Register = parsed.GetValue(register),
        WithoutAccount = parsed.GetValue(withoutAccount),
        Country = parsed.GetValue(country),
        Nickname = parsed.GetValue(nickname),
        Password = parsed.GetValue(password),
        PasswordFromInput = parsed.GetValue(passwordStdin),
        Code = parsed.GetValue(code),
        CodeFromInput = parsed.GetValue(codeStdin),
        AcceptTerms = parsed.GetValue(acceptTerms),
        Consents = parsed.GetValue(consent) ?? [],
        SignOut = parsed.GetValue(signOut),
        Reset = parsed.GetValue(reset),
        EraseCode = parsed.GetValue(eraseCode),
        CancelErase = parsed.GetValue(cancelErase),
        StatusCode = parsed.GetValue(statusCode),
        Recover = parsed.GetValue(recover),
        AskRelease = parsed.GetValue(askRelease),
        Contact = parsed.GetValue(contact),
        ReleaseCode = parsed.GetValue(releaseCode),
        ScreenCode = parsed.GetValue(screenCode),
        NewScreenCode = parsed.GetValue(newScreenCode),
        Object = parsed.GetValue(objection),
        ChallengeOut = parsed.GetValue(challengeOut),
        TicketIn = parsed.GetValue(ticketIn),
    };
}

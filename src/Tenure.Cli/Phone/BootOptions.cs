using System.CommandLine;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Phone;

/// <summary>The options of <c>tenure phone boot</c>.</summary>
internal sealed class BootOptions(PhoneText text)
{
    private readonly Option<string?> language = LanguageOption.Create(text.HelpLanguage);
    private readonly Option<Uri?> server = new("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse };
    private readonly Option<string?> fingerprint = new("--fingerprint") { Description = text.HelpFingerprint };
    private readonly Option<bool> trustServer = new("--trust-server") { Description = text.HelpTrustServer };
    private readonly Option<string?> signIn = new("--sign-in") { Description = text.HelpSignIn };
    private readonly Option<string?> register = new("--register") { Description = text.HelpRegister };
    private readonly Option<string?> country = new("--country") { Description = text.HelpCountry };
    private readonly Option<string?> nickname = new("--nickname") { Description = text.HelpNickname };
    private readonly Option<string?> password = new("--password") { Description = text.HelpPassword };
    private readonly Option<bool> passwordStdin = new("--password-stdin") { Description = text.HelpPasswordStdin };
    private readonly Option<string?> code = new("--code") { Description = text.HelpCode };
    private readonly Option<bool> codeStdin = new("--code-stdin") { Description = text.HelpCodeStdin };
    private readonly Option<bool> acceptTerms = new("--accept-terms") { Description = text.HelpAcceptTerms };
    private readonly Option<string[]> consent = new Option<string[]>("--consent") { Description = text.HelpConsent }.AcceptOnlyFromAmong("statistics");
    private readonly Option<long?> powerCut = new("--power-cut") { Description = text.HelpPowerCut };
    private readonly Option<long?> hangAt = new("--hang-at") { Description = text.HelpHangAt };
    private readonly Option<bool> reset = new("--reset") { Description = text.HelpReset };
    private readonly Option<string?> eraseCode = new("--erase-code") { Description = text.HelpEraseCode };
    private readonly Option<bool> cancelErase = new("--cancel-erase") { Description = text.HelpCancelErase };
    private readonly Option<string?> signOut = new Option<string?>("--sign-out") { Description = text.HelpSignOut }.AcceptOnlyFromAmong("keep", "erase");

    public Argument<string> Folder { get; } = PhoneCommands.Folder(text);

    public Option<bool> Json { get; } = JsonOption.Create();

    public Option<string> Mode { get; } = new Option<string>("--mode")
    {
        Description = text.HelpMode,
        DefaultValueFactory = _ => "system",
    }.AcceptOnlyFromAmong("system", "bootloader");

    public Option<int> Port { get; } = new("--port") { Description = text.HelpPort, DefaultValueFactory = _ => FastbootClient.DefaultPort };

    public void AddTo(Command command)
    {
        command.Add(Folder);
        foreach (var option in new Option[]
        {
            Json, language, server, fingerprint, trustServer, signIn, register, country, nickname, password, passwordStdin, code, codeStdin, acceptTerms, consent,
            signOut, reset, eraseCode, cancelErase, Mode, Port, powerCut, hangAt,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The phone's storage with the faults that were asked for.</summary>
    public IPhoneStorage Storage(ParseResult parsed, VirtualPhone phone, TextWriter trace)
    {
        IPhoneStorage storage = parsed.GetValue(hangAt) is { } step ? new SteppedStorage(phone, step, trace) : phone;
        var power = new PowerSupply();
        if ((parsed.GetValue(powerCut) ?? phone.Faults.PowerCutAfter) is { } bytes)
        {
            power.CutAfterBytes(bytes);
        }

        return new PoweredStorage(phone.Faults.IsDiskFull ? new FullStorage(storage) : storage, power, phone.Faults.Damage);
    }

    public ScriptAnswers Answers(ParseResult parsed) => new()
    {
        Language = parsed.GetValue(language) is { } tag ? PhoneText.Languages.Find(tag) : null,
        Server = parsed.GetValue(server),
        Fingerprint = parsed.GetValue(fingerprint),
        TrustServer = parsed.GetValue(trustServer),
        SignIn = parsed.GetValue(signIn),
        Register = parsed.GetValue(register),
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
    };
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using Tenure.Cli.Phone.Texts;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Answers from the command line, the environment and standard input; says everything once.</summary>
internal sealed class ScriptedPerson(ScriptAnswers answers, CommandStreams streams, CommandOutput output, PhoneText text) : IPerson
{
    private string? password = answers.Password;
    private string? code = answers.Code ?? (answers.CodeFromInput ? null : streams.Environment("TENURE_CODE"));
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private bool contacted;
    private bool asked;
    private bool chose;
    private bool showed;
    private bool opened;
    private Queue<RunningChoice>? wishes;

    public PhoneText Text { get; set; } = answers.Language ?? text;

    public bool IsScript => true;

    public void Say(string text) => output.Say(text);

    public void Complain(string text)
    {
        if (!output.IsJson)
        {
            streams.Error.WriteLine(text);
        }
    }

    public void ShowScreen(string title, string? explanation = null)
    {
        output.Say(title);
        if (explanation is not null)
        {
            output.Say(explanation);
        }
    }

    public void ShowReport(PhoneReport report)
    {
        // The report at the end says the same.
    }

    public void ShowPicture(string picture)
    {
        if (!output.IsJson)
        {
            streams.Out.Write(picture);
        }
    }

    public bool TryAgain() => false;

    public PhoneText ChooseLanguage() => Text;

    public Uri? AskServer(Uri? offered) => answers.Server ?? offered;

    public Uri LocateServer(Uri pinned)
    {
        contacted = true;
        return answers.Server ?? pinned;
    }

    public bool ConfirmServer(MetServer server) => answers.Fingerprint is { } expected
        ? string.Equals(Bare(expected), Bare(server.Candidate.Fingerprint), StringComparison.OrdinalIgnoreCase)
        : answers.TrustServer;

    public AccountChoice ChooseAccount(bool mayOpen)
    {
        if (chose)
        {
            return AccountChoice.PowerOff;
        }

        chose = true;
        return answers.Register is not null ? AccountChoice.Register
            : answers.ResetPassword is not null ? AccountChoice.ForgotPassword
            : answers.SignIn is not null ? AccountChoice.SignIn
            : answers.WithoutAccount && mayOpen ? AccountChoice.WithoutAccount
            : AccountChoice.PowerOff;
    }

    public string? AskIdentifier(string? offered) => answers.SignIn ?? answers.Recover ?? offered;

    // As on the page: what has a digit and no @ is a phone number.
    public StartRegistration? AskAddress(IReadOnlyList<SimSlot> sims) => answers.Register switch
    {
        null => null,
        { } word when word.StartsWith("sim", StringComparison.Ordinal) && IsSlot(word["sim".Length..], out var slot) =>
            sims.FirstOrDefault(sim => sim.Number is not null && (slot is null || sim.Slot == slot))?.Number is { } number ? ByPhone(number) : null,
        { } typed when !typed.Contains('@', StringComparison.Ordinal) && typed.Any(char.IsDigit) => ByPhone(typed),
        { } email => new StartRegistration(email),
    };

    public string? AskResetAddress() => answers.ResetPassword;

    public string? AskPassword()
    {
        if (password is null && answers.PasswordFromInput)
        {
            password = streams.In.ReadLine();
        }

        return password ??= streams.Environment("TENURE_PASSWORD");
    }

    public string? AskNewPassword() => AskPassword();

    public string? AskNickname() => answers.Nickname;

    public string? AskEraseCode() => answers.EraseCode;

    public string? AskContact() => answers.Contact;

    public string? AskReleaseCode() => answers.ReleaseCode;

    public string? AskScreenCode() => answers.ScreenCode;

    public string? AskNewScreenCode() => answers.NewScreenCode;

    public string? ChooseCase(IReadOnlyList<CaseAboutMe> cases) => answers.Object;

    public string? AskCode()
    {
        var given = code ?? (answers.CodeFromInput ? streams.In.ReadLine() : null);
        code = null;
        return given;
    }

    public string? AskProof() => AskCode();

    public GivenConsents AskConsents() => new(answers.AcceptTerms, answers.Consents);

    // Whom the phone is locked to is in the report; a script named the account itself.
    public bool ConfirmHolder(string maskedHolder) => true;

    public async Task<string?> ExchangeAsync(byte[] question, CancellationToken ct)
    {
        if (answers.ChallengeOut is { } file)
        {
            await File.WriteAllTextAsync(file + ".new", Base64Url.EncodeToString(question), ct);
            File.Move(file + ".new", file, overwrite: true);
        }

        if (answers.TicketIn is not { } answer)
        {
            return null;
        }

        for (var waited = Stopwatch.StartNew(); !File.Exists(answer); await Task.Delay(Pause, ct))
        {
            if (waited.Elapsed > Ticket.MaxLifetime)
            {
                return null;
            }
        }

        return await File.ReadAllTextAsync(answer, ct);
    }

    public Task<LockChoice?> ChooseAtLockAsync(TimeSpan patience, CancellationToken ct) => Task.FromResult<LockChoice?>(ChooseAtLock());

    private LockChoice ChooseAtLock()
    {
        // Who comes with files has no network.
        if (answers.ChallengeOut is not null)
        {
            (var before, asked) = (asked, true);
            return before ? LockChoice.PowerOff : LockChoice.OfflineRelease;
        }

        // A phone without its pin asks nobody by itself.
        if (!contacted)
        {
            contacted = true;
            return LockChoice.Network;
        }

        if (!chose && (answers.ResetPassword ?? answers.SignIn) is not null)
        {
            chose = true;
            return answers.ResetPassword is null ? LockChoice.HolderSignIn : LockChoice.ForgotPassword;
        }

        if (!opened && (answers.Recover is not null || answers.AskRelease || answers.ReleaseCode is not null))
        {
            opened = true;
            return answers.ReleaseCode is not null ? LockChoice.ReleaseCode : answers.AskRelease ? LockChoice.AskRelease : LockChoice.Recover;
        }

        if (answers.StatusCode && !showed)
        {
            showed = true;
            return LockChoice.Status;
        }

        return LockChoice.PowerOff;
    }

    public RunningChoice ChooseWhileRunning(IReadOnlyList<RunningChoice> offered)
    {
        wishes ??= new Queue<RunningChoice>(Wishes().Where(offered.Contains));
        return wishes.TryDequeue(out var wish) ? wish : RunningChoice.PowerOff;
    }

    private IEnumerable<RunningChoice> Wishes()
    {
        if (!chose && (answers.Register ?? answers.SignIn) is not null)
        {
            yield return RunningChoice.AddAccount;
        }

        if (answers.StatusCode)
        {
            yield return RunningChoice.Status;
        }

        if (answers.NewScreenCode is not null)
        {
            yield return RunningChoice.ScreenLock;
        }

        if (answers.Object is not null)
        {
            yield return RunningChoice.Cases;
        }

        if (answers.Recover is not null)
        {
            yield return RunningChoice.Recover;
        }

        if (answers.CancelErase)
        {
            yield return RunningChoice.CancelErase;
        }

        if (answers.EraseCode is not null)
        {
            yield return RunningChoice.EraseCode;
        }

        if (answers.Reset)
        {
            yield return RunningChoice.Reset;
        }

        if (answers.SignOut is { } signOut)
        {
            yield return signOut == "erase" ? RunningChoice.SignOutErase : RunningChoice.SignOutKeep;
        }
    }

    private StartRegistration ByPhone(string number) => new(Phone: number, Country: number.StartsWith('+') ? null : answers.Country);

    private static bool IsSlot(string digits, out int? slot)
    {
        slot = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return slot is not null || digits.Length == 0;
    }

    private static string Bare(string fingerprint) => fingerprint.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}

using System.Buffers.Text;
using System.Globalization;
using Spectre.Console;
using Tenure.Cli.Phone.Texts;
using Tenure.Cli.Texts;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Offline;

namespace Tenure.Cli.Phone.Boot;

/// <summary>A person at the terminal.</summary>
internal sealed class TerminalPerson(IAnsiConsole console, PhoneText text) : IPerson
{
    public PhoneText Text { get; set; } = text;

    public bool IsScript => false;

    public void Say(string text) => console.MarkupLine($"[green]{Markup.Escape(text)}[/]");

    public void Complain(string text) => console.MarkupLine($"[red]{Markup.Escape(text)}[/]");

    public void ShowScreen(string title, string? explanation = null)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]").LeftJustified());
        if (explanation is not null)
        {
            console.MarkupLine($"[grey]{Markup.Escape(explanation)}[/]");
        }
    }

    public void ShowReport(PhoneReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach (var (label, value) in report.Rows(Text))
        {
            table.AddRow(Markup.Escape(label), Markup.Escape(value));
        }

        console.Write(table);
    }

    public void ShowPicture(string picture) => console.WriteLine(picture);

    public bool TryAgain() => Confirm(Text.TryAgain, yes: true);

    public PhoneText ChooseLanguage() => Choose(Text.ChooseLanguage, PhoneText.Languages.All.Select(language => language.Text).OrderByDescending(t => t == Text), t => t.Name);

    public Uri? AskServer(Uri? offered)
    {
        while (true)
        {
            var prompt = new TextPrompt<string>(Markup.Escape(Text.AskServer)).AllowEmpty();
            var typed = console.Prompt(offered is null ? prompt : prompt.DefaultValue(offered.AbsoluteUri));
            if (typed.Length == 0)
            {
                return null;
            }

            if (HttpAddress.Read(typed) is { } address)
            {
                return address;
            }

            Complain(CommandText.Languages.Find(Text.Tag)!.AddressMalformed);
        }
    }

    public Uri LocateServer(Uri pinned) => pinned;

    public bool ConfirmServer(MetServer server)
    {
        ShowScreen(Text.ServerTitle, Text.ServerExplain);
        console.MarkupLine($"{Markup.Escape(server.Name)}  [grey]{Markup.Escape(server.Candidate.Issuer)}[/]");
        console.MarkupLine($"{Markup.Escape(Text.Fingerprint)}: [bold]{Markup.Escape(server.Candidate.Fingerprint)}[/]");
        return Confirm(Text.ConfirmServer, yes: false);
    }

    public AccountChoice ChooseAccount(bool mayOpen) => Choose(
        Text.AccountTitle,
        Enum.GetValues<AccountChoice>().Where(choice => mayOpen || choice != AccountChoice.WithoutAccount),
        choice => choice switch
        {
            AccountChoice.SignIn => Text.SignIn,
            AccountChoice.Register => Text.Register,
            AccountChoice.ForgotPassword => Text.ForgotPassword,
            AccountChoice.WithoutAccount => Text.WithoutAccount,
            AccountChoice.PowerOff => Text.PowerOff,
        });

    public string? AskIdentifier(string? offered)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(Text.AskIdentifier)).AllowEmpty();
        return Given(console.Prompt(offered is null ? prompt : prompt.DefaultValue(offered)));
    }

    public StartRegistration? AskAddress(IReadOnlyList<SimSlot> sims)
    {
        List<(string Name, Func<StartRegistration?> Ask)> ways =
        [
            .. sims.Where(sim => sim.Number is not null).Select(sim => (NameOf(sim), (Func<StartRegistration?>)(() => ByPhone(sim.Number!)))),
            (Text.AskEmail, () => Given(Ask(Text.AskEmail)) is { } email ? new StartRegistration(email) : null),
            (Text.TypeNumber, () => Given(Ask(Text.AskNumber)) is { } number ? ByPhone(number) : null),
        ];
        return Choose(Text.AskAddress, ways, way => way.Name).Ask();
    }

    public string? AskResetAddress() => Given(Ask(Text.AskResetAddress));

    public string? AskPassword() => Given(AskSecret(Text.AskPassword));

    public string? AskNewPassword()
    {
        while (true)
        {
            if (Given(AskSecret(Text.AskNewPassword)) is not { } first)
            {
                return null;
            }

            if (string.Equals(first, AskSecret(Text.AskPasswordAgain), StringComparison.Ordinal))
            {
                return first;
            }

            Complain(Text.PasswordsDiffer);
        }
    }

    public string? AskNickname() => Given(Ask(Text.AskNickname));

    public string? AskEraseCode()
    {
        while (true)
        {
            var first = AskSecret(Text.AskEraseCode).Trim();
            if (first.Length is > 0 and (< 6 or > 64))
            {
                Complain(Text.EraseCodeLength);
            }
            else if (string.Equals(first, AskSecret(Text.AskEraseCodeAgain).Trim(), StringComparison.Ordinal))
            {
                return first;
            }
            else
            {
                Complain(Text.EraseCodesDiffer);
            }
        }
    }

    public string? AskContact() => Given(Ask(CaseWords.AskContact));

    public string? AskReleaseCode() => Given(Ask(CaseWords.AskReleaseCode));

    public string? AskScreenCode() => Given(AskSecret(CaseWords.AskScreenCode));

    public string? AskNewScreenCode() => AskSecret(CaseWords.AskNewScreenCode).Trim();

    public string? ChooseCase(IReadOnlyList<CaseAboutMe> cases) => cases.Count == 0
        ? null
        : Choose(CaseWords.ChooseCase, cases.Select(one => one.Number).Prepend(""), number => number.Length == 0 ? CaseWords.Later : number) is { Length: > 0 } chosen ? chosen : null;

    public string? AskCode() => Given(Ask(Text.AskCode));

    public string? AskProof() => Given(Ask(Text.AskProof));

    public GivenConsents AskConsents()
    {
        ShowScreen(Text.ConsentTitle);
        return Confirm(Text.ConsentTerms, yes: true)
            ? new GivenConsents(true, Confirm(Text.ConsentStatistics, yes: false) ? ["statistics"] : [])
            : new GivenConsents(false, []);
    }

    public bool ConfirmHolder(string maskedHolder) => Confirm(CommandOutput.Format(Text.ConfirmHolder, maskedHolder), yes: true);

    public async Task<string?> ExchangeAsync(byte[] question, CancellationToken ct)
    {
        ShowScreen(Text.OfflineTitle, Text.OfflineExplain);
        console.WriteLine(QrPicture.Of(Base64Url.EncodeToString(question)));
        console.WriteLine(CheckedGroups.Write(question));
        return Given(Ask(Text.OfflineAsk)) switch
        {
            { } file when File.Exists(file) => await File.ReadAllTextAsync(file, ct),
            var typed => typed,
        };
    }

    public async Task<LockChoice?> ChooseAtLockAsync(TimeSpan patience, CancellationToken ct)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ct);
        wait.CancelAfter(patience);
        try
        {
            return await PromptOf(Text.LockedTitle, [.. Enum.GetValues<LockChoice>()], NameOf).ShowAsync(console, wait.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }

        string NameOf(LockChoice choice) => choice switch
        {
            LockChoice.Language => Text.ChooseLanguage,
            LockChoice.Network => Text.NetworkRetry,
            LockChoice.EmergencyCall => Text.EmergencyCall,
            LockChoice.HolderSignIn => Text.HolderSignIn,
            LockChoice.Status => Text.Status,
            LockChoice.OfflineRelease => Text.OfflineTitle,
            LockChoice.ForgotPassword => Text.ForgotPassword,
            LockChoice.Recover => CaseWords.Recover,
            LockChoice.AskRelease => CaseWords.AskRelease,
            LockChoice.ReleaseCode => CaseWords.ReleaseCode,
            LockChoice.PowerOff => Text.PowerOff,
        };
    }

    public RunningChoice ChooseWhileRunning(IReadOnlyList<RunningChoice> offered) => Choose(
        Text.RunningTitle,
        offered,
        choice => choice switch
        {
            RunningChoice.Status => Text.Status,
            RunningChoice.Network => Text.NetworkRetry,
            RunningChoice.Language => Text.ChooseLanguage,
            RunningChoice.AddAccount => Text.AddAccount,
            RunningChoice.SignOutKeep => Text.SignOutKeep,
            RunningChoice.SignOutErase => Text.SignOutErase,
            RunningChoice.Reset => Text.Reset,
            RunningChoice.EraseCode => Text.EraseCode,
            RunningChoice.CancelErase => Text.CancelErase,
            RunningChoice.ScreenLock => CaseWords.ScreenLock,
            RunningChoice.Cases => CaseWords.Cases,
            RunningChoice.Recover => CaseWords.Recover,
            RunningChoice.PowerOff => Text.PowerOff,
        });

    private CaseText CaseWords => CaseText.Languages.Find(Text.Tag)!;

    private static string NameOf(SimSlot sim) =>
        string.Create(CultureInfo.InvariantCulture, $"{sim.Number} (SIM {sim.Slot}{(sim.Operator is { } network ? ", " + network : "")})");

    // Full-width as Chinese keyboards type it, too.
    private StartRegistration ByPhone(string number) => new(Phone: number, Country: number[0] is '+' or '\uFF0B' ? null : ChooseCountry());

    private string? ChooseCountry() => CountryNames.In(Text.Tag) is { Count: > 0 } countries
        ? Choose(Text.AskCountry, countries, country => country.Name, search: true).Code
        : null;

    private static string? Given(string typed) => typed.Trim() is { Length: > 0 } ? typed : null;

    private string Ask(string question) => console.Prompt(new TextPrompt<string>(Markup.Escape(question)).AllowEmpty());

    private string AskSecret(string question) => console.Prompt(new TextPrompt<string>(Markup.Escape(question)).AllowEmpty().Secret());

    // Spectre's own confirmation speaks English only.
    private bool Confirm(string question, bool yes) => Choose<bool>(question, yes ? [true, false] : [false, true], answer => answer ? Text.Yes : Text.No);

    private T Choose<T>(string title, IEnumerable<T> choices, Func<T, string> name, bool search = false)
        where T : notnull
    {
        return console.Prompt(PromptOf(title, [.. choices], name, search));
    }

    private SelectionPrompt<T> PromptOf<T>(string title, IReadOnlyList<T> offered, Func<T, string> name, bool search = false)
        where T : notnull => new SelectionPrompt<T>
        {
            Title = Markup.Escape(title),
            Converter = choice => Markup.Escape(name(choice)),

            // Else the prompt begins at the type's own default: at "no".
            DefaultValue = offered[0],
            SearchEnabled = search,
            SearchPlaceholderText = Markup.Escape(Text.TypeToSearch),
            MoreChoicesText = $"[grey]{Markup.Escape(Text.MoreChoices)}[/]",
        }.AddChoices(offered);
}

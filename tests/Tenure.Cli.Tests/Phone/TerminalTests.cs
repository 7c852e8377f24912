using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Agent;

namespace Tenure.Cli.Tests.Phone;

/// <summary>The phone as a person sees it: every key typed, every screen read.</summary>
public sealed class TerminalTests : IDisposable
{
    private static readonly PhoneFacts Facts = new(
        "Tenure One", "T1", "tenure_one", "1.0", "TenureOS", "1.0.0", new Uri(ScriptedServer.Issuer));

    private const int Off = (int)RunningChoice.PowerOff;

    private readonly ScriptedServer server = new();
    private readonly MemoryStorage storage = new();

    public void Dispose() => server.Dispose();

    public static TheoryData<string> Languages => [.. PhoneText.Languages.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_wizard_leads_from_the_language_to_the_running_phone(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        var (exit, shown) = await BootAsync(text, SignIn(new TypedConsole()).Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        foreach (var said in new[] { text.Welcome, text.ServerExplain, text.Fingerprint, text.AccountTitle, text.CodeSent, text.ConsentTitle, text.RunningTitle })
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }

        Assert.Contains(server.Fingerprint, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(PhoneBench.AnnaPassword, shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Where_the_server_allows_it_the_wizard_offers_to_go_on_without_an_account(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        var (_, refused) = await BootAsync(text, ToAccount(new TypedConsole()).Choose(3));
        Assert.DoesNotContain(text.WithoutAccount, refused, StringComparison.Ordinal);

        // Then terms yes, statistics no; power off is the last of five.
        server.AllowsOpen = true;
        var (exit, shown) = await BootAsync(text, new TypedConsole().Choose(0).Type("").Choose(3).Choose(0).Choose(0).Choose(4));

        Assert.Equal(ExitCodes.Done, exit);
        foreach (var said in new[] { text.WithoutAccount, text.Opened, text.StateOpen, text.AddAccount })
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(text.SignOutErase, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_chosen_first_is_the_phones_language()
    {
        // The second in the list is Chinese; without a server address the person then switches off.
        server.Offline = true;
        var (exit, shown) = await BootAsync(EnglishText.Texts, new TypedConsole().Choose(1).Type("").Choose(1));

        Assert.Equal(ExitCodes.NoNetwork, exit);
        Assert.Contains(ChineseText.Texts.AskServer, shown, StringComparison.Ordinal);
        using var core = PhoneCore.Boot(storage, Facts);
        Assert.Equal("zh-Hans", core.UserData.Record.Language);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_asked_again()
    {
        var console = ToAccount(new TypedConsole()).Choose(0).Type("anna@example.org").Type("wrong password");
        var (exit, shown) = await BootAsync(EnglishText.Texts, Consents(console.Choose(0).Type("anna@example.org").Type(PhoneBench.AnnaPassword).Type(ScriptedServer.Code)).Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains(EnglishText.Texts.SignInRefused, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_can_be_made_in_the_wizard()
    {
        var console = ToAccount(new TypedConsole()).Choose(1).Choose(0).Type("clara@example.org").Type("000000").Type(ScriptedServer.Code).Type("Clara")
            .Type("a long new password").Type("another password").Type("a long new password").Type("a long new password");
        var (exit, shown) = await BootAsync(EnglishText.Texts, Consents(console).Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains(EnglishText.Texts.CodeRefused, shown, StringComparison.Ordinal);
        Assert.Contains(EnglishText.Texts.PasswordsDiffer, shown, StringComparison.Ordinal);
        Assert.Contains("1234567890", shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_numbers_of_both_sims_are_offered_first(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        var sims = new SimSlot[] { new(1, "8999", "Nordfunk", "+4915112345678"), new(2, "8999", null, "+34612345678") };
        var console = Register(new TypedConsole(), c => c.Choose(1));
        var (exit, shown) = await BootAsync(text, Consents(console).Choose(Off), sims);

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains("+4915112345678 (SIM 1, Nordfunk)", shown, StringComparison.Ordinal);
        Assert.Contains("+34612345678 (SIM 2)", shown, StringComparison.Ordinal);
        foreach (var said in new[] { text.AskAddress, text.AskEmail, text.TypeNumber, CommandOutput.Format(text.CodeSentTo, "+34612345678"), text.AskCode })
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(text.AskProof, shown, StringComparison.Ordinal);
        Assert.Contains("+34612345678", server.Accounts.Keys);
    }

    [Fact]
    public async Task The_first_sim_with_a_number_is_the_default()
    {
        var sims = new SimSlot[] { new(1, "8999", null), new(2, "8999", null, "+34612345678") };
        await BootAsync(EnglishText.Texts, Consents(Register(new TypedConsole(), c => c.Choose(0))).Choose(Off), sims);

        Assert.Contains("+34612345678", server.Accounts.Keys);
    }

    [Fact]
    public async Task A_number_that_begins_with_plus_is_typed_and_no_country_is_asked_for()
    {
        var (_, shown) = await BootAsync(EnglishText.Texts, Consents(Register(new TypedConsole(), c => c.Choose(1).Type("+34 612 345 678"))).Choose(Off));

        Assert.Contains("+34 612 345 678", server.Accounts.Keys);
        Assert.DoesNotContain(EnglishText.Texts.AskCountry, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "germany")]
    [InlineData("zh-Hans", "德国")]
    [InlineData("ru", "германия")]
    [InlineData("de", "deutschland")]
    [InlineData("es", "alemania")]
    public async Task A_number_as_it_is_dialled_at_home_gets_the_country_that_is_chosen(string tag, string country)
    {
        var text = PhoneText.Languages.Find(tag)!;
        var (_, shown) = await BootAsync(text, Consents(Register(new TypedConsole(), c => c.Choose(1).Type("0151 12345678").Type(country))).Choose(Off));

        Assert.Contains("0151 12345678 DE", server.Accounts.Keys);
        Assert.Contains(text.AskCountry, shown, StringComparison.Ordinal);
        Assert.Contains(text.TypeToSearch, shown, StringComparison.Ordinal);
        Assert.Contains(text.MoreChoices, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_on_the_sim_without_a_country_gets_one()
    {
        await BootAsync(EnglishText.Texts, Consents(Register(new TypedConsole(), c => c.Choose(0).Type("germany"))).Choose(Off), [new(1, "8999", null, "01511234599")]);

        Assert.Contains("01511234599 DE", server.Accounts.Keys);
    }

    [Fact]
    public async Task A_recovery_code_does_where_a_code_is_asked_for()
    {
        var console = ToAccount(new TypedConsole()).Choose(0).Type("anna@example.org").Type(PhoneBench.AnnaPassword).Type(ScriptedServer.RecoveryCode);
        var (exit, shown) = await BootAsync(EnglishText.Texts, Consents(console).Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains(EnglishText.Texts.AskProof, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_name_declines_and_the_phone_stays_free()
    {
        var console = ToAccount(new TypedConsole()).Choose(0).Type("anna@example.org").Type(PhoneBench.AnnaPassword).Type(ScriptedServer.Code);
        var (exit, shown) = await BootAsync(EnglishText.Texts, console.Choose(0).Choose(0).Choose(1));

        Assert.Equal(ExitCodes.Wizard, exit);
        Assert.Contains("Lock this phone to a•••@example.org?", shown, StringComparison.Ordinal);
        Assert.Contains(EnglishText.Texts.NotActivated, shown, StringComparison.Ordinal);
        Assert.Equal(("free", 1u), (server.State, server.Epoch));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_lock_screen_offers_eleven_things_and_nothing_else(string tag)
    {
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));
        storage[PhoneLayout.UserData].Write(0, new byte[storage[PhoneLayout.UserData].Length]);
        var text = PhoneText.Languages.Find(tag)!;

        // Network, emergency call, status, the question without an answer, power off.
        var (exit, shown) = await BootAsync(text, new TypedConsole().Choose(1).Choose(2).Choose(4).Choose((int)LockChoice.OfflineRelease).Type("").Choose((int)LockChoice.PowerOff));

        Assert.Equal(ExitCodes.Locked, exit);
        Assert.Contains("a•••@example.org", shown, StringComparison.Ordinal);
        Assert.Contains(text.EmergencyNumber, shown, StringComparison.Ordinal);
        Assert.Contains(text.StateLocked, shown, StringComparison.Ordinal);
        foreach (var offered in new[] { text.ChooseLanguage, text.NetworkRetry, text.EmergencyCall, text.HolderSignIn, text.Status, text.OfflineTitle, text.OfflineAsk, text.ForgotPassword, text.PowerOff, CaseText.Languages.Find(tag)!.Recover, CaseText.Languages.Find(tag)!.AskRelease, CaseText.Languages.Find(tag)!.ReleaseCode })
        {
            Assert.Contains(offered, shown, StringComparison.Ordinal);
        }

        Assert.Contains('█', shown);
        foreach (var hidden in new[] { text.Register, text.SignOutErase, text.SignOutKeep })
        {
            Assert.DoesNotContain(hidden, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_holder_opens_the_lock_screen()
    {
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));
        storage[PhoneLayout.UserData].Write(0, new byte[storage[PhoneLayout.UserData].Length]);

        var console = new TypedConsole().Choose(3).Type("anna@example.org").Type(PhoneBench.AnnaPassword).Type(ScriptedServer.Code).Choose(0);
        var (exit, shown) = await BootAsync(EnglishText.Texts, console.Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains(EnglishText.Texts.RunningTitle, shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_lost_phone_shows_its_holders_words_in_every_language(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));
        server.Lose("Please call me.", "+4915112345678");

        // The running phone learns of it at its first contact; the holder's sign-in then leads nowhere.
        var (exit, shown) = await BootAsync(text, new TypedConsole().Choose(3).Choose((int)LockChoice.PowerOff));

        Assert.Equal(ExitCodes.Locked, exit);
        foreach (var said in new[] { text.LostNow, text.LostTitle, "a•••@example.org", $"{text.LostMessage}: Please call me.", $"{text.LostContact}: +4915112345678" })
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_locked_phone_hears_of_an_order_though_nobody_touches_it()
    {
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));
        server.Lose("Please call me.", "+4915112345678");
        using var console = new TypedConsole { IsLeftAlone = true };
        console.Choose(3);
        using var core = PhoneCore.Boot(storage, Facts);
        using var boot = new BootSession(core, new TerminalPerson(console, EnglishText.Texts), () => server, TimeProvider.System) { LookAgain = TimeSpan.FromMilliseconds(50) };
        using var off = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var flow = new BootFlow(boot).RunAsync(off.Token);
        await UntilAsync(() => boot.Lock.Screen == LockScreen.Lost);

        server.EraseOrdered = true;
        await UntilAsync(() => !server.EraseOrdered);
        server.Lose("I am at home now.", "+4915112345678");
        await UntilAsync(() => console.Shown.Contains("I am at home now.", StringComparison.Ordinal));

        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flow);
        Assert.Equal(LockScreen.Lost, boot.Lock.Screen);
        Assert.Contains(EnglishText.Texts.ErasedNow, console.Shown, StringComparison.Ordinal);

        static async Task UntilAsync(Func<bool> holds)
        {
            for (var tries = 0; !holds(); tries++)
            {
                Assert.True(tries < 600, "It did not happen within half a minute.");
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task Signing_out_leads_back_to_the_wizard()
    {
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));

        var console = new TypedConsole().Choose(4).Type(PhoneBench.AnnaPassword).Choose(0).Type("").Choose(3);
        var (exit, shown) = await BootAsync(EnglishText.Texts, console);

        Assert.Equal(ExitCodes.Wizard, exit);
        Assert.Contains(EnglishText.Texts.SignedOut, shown, StringComparison.Ordinal);
        Assert.Equal("free", server.State);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_reset_in_the_settings_leads_to_the_lock_screen(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));

        // The reset takes the language with it.
        var (exit, shown) = await BootAsync(text, new TypedConsole().Choose((int)RunningChoice.Reset).Type(PhoneBench.AnnaPassword).Choose((int)LockChoice.Status).Choose((int)LockChoice.PowerOff));

        Assert.Equal(ExitCodes.Locked, exit);
        Assert.Contains(text.ResetDone, shown, StringComparison.Ordinal);
        Assert.Contains(text.StateLocked, shown, StringComparison.Ordinal);
        Assert.Equal("held", server.State);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_erase_code_is_typed_twice_and_taken_away_by_an_empty_one(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));

        const int setting = (int)RunningChoice.EraseCode;
        var console = new TypedConsole().Choose(setting).Type("short").Type("blue harbour").Type("blue harbor").Type("blue harbour").Type("blue harbour").Type(PhoneBench.AnnaPassword);
        var (exit, shown) = await BootAsync(text, console.Choose(setting).Type("").Type("").Type(PhoneBench.AnnaPassword).Choose(Off));

        Assert.Equal(ExitCodes.Done, exit);
        foreach (var said in new[] { text.EraseCodeLength, text.EraseCodesDiffer, text.EraseCodeSet, text.EraseCodeRemoved })
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("harbour", shown, StringComparison.Ordinal);
        Assert.False(server.HasEraseCode);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_phone_says_that_it_is_to_be_erased_and_its_holder_takes_that_back(string tag)
    {
        var text = PhoneText.Languages.Find(tag)!;
        await BootAsync(EnglishText.Texts, SignIn(new TypedConsole()).Choose(Off));
        server.EraseDueAt = new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

        var (_, shown) = await BootAsync(text, new TypedConsole().Choose((int)RunningChoice.CancelErase).Type(PhoneBench.AnnaPassword).Choose(Off));

        Assert.Contains(text.EraseDue[..text.EraseDue.IndexOf('{', StringComparison.Ordinal)].Trim(), shown, StringComparison.Ordinal);
        Assert.Contains(text.EraseCancelled, shown, StringComparison.Ordinal);
        Assert.Null(server.EraseDueAt);
    }

    // Language as it is, the offered address, the fingerprint is the same.
    private static TypedConsole ToAccount(TypedConsole console) => console.Choose(0).Type("").Choose(1);

    // Terms yes, statistics no, holder yes.
    private static TypedConsole Consents(TypedConsole console) => console.Choose(0).Choose(0).Choose(0);

    private static TypedConsole Register(TypedConsole console, Func<TypedConsole, TypedConsole> address) =>
        address(ToAccount(console).Choose(1)).Type(ScriptedServer.Code).Type("Clara").Type("a long new password").Type("a long new password");

    private static TypedConsole SignIn(TypedConsole console) =>
        Consents(ToAccount(console).Choose(0).Type("anna@example.org").Type(PhoneBench.AnnaPassword).Type(ScriptedServer.Code));

    private async Task<(int Exit, string Shown)> BootAsync(PhoneText text, TypedConsole console, params IReadOnlyList<SimSlot> sims)
    {
        using var core = PhoneCore.Boot(storage, Facts);
        using var typed = console;
        using var boot = new BootSession(core, new TerminalPerson(console, text), () => server, TimeProvider.System) { Sims = sims };
        var exit = await new BootFlow(boot).RunAsync(TestContext.Current.CancellationToken);
        Assert.False(console.IsKeyAvailable(), $"Not everything typed was asked for:\n{console.Shown}");
        return (exit, console.Shown);
    }
}

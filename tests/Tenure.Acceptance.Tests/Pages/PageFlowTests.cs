using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Tenure.Client.SignIn;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>What people do in a browser, without scripts.</summary>
[Collection("pages")]
public sealed class PageFlowTests(PageStage stage)
{
    private static readonly string CommandLine = Environment.GetEnvironmentVariable("TENURE_CLI") is { Length: > 0 } published ? published : Path.Combine(AppContext.BaseDirectory, "Tenure.Cli");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_registers_and_signs_in_by_number_with_a_code()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        var number = await stage.RegisterAsync(page, email, Ct, "Mara");
        Assert.Matches("^[0-9]{10}$", number);
        await page.GotoAsync("/");
        Assert.Equal("Hello, Mara", await HeadingAsync(page));

        var elsewhere = await stage.NewPageAsync(scripts: false);
        await elsewhere.GotoAsync("/devices");
        Assert.Equal("/sign-in", PathOf(elsewhere));
        await SignInAsync(elsewhere, number, PageStage.Password);
        Assert.Equal("/sign-in/code", PathOf(elsewhere));
        await elsewhere.FillAsync("#code", await stage.Server.LastCodeAsync(email, Ct));
        await PageStage.SubmitAsync(elsewhere);

        // The page that was asked for in the first place.
        Assert.Equal("/devices", PathOf(elsewhere));
    }

    [Fact]
    public async Task Only_a_trusted_browser_is_spared_the_code()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        await stage.RegisterAsync(await stage.NewPageAsync(scripts: false), email, Ct);

        var page = await stage.NewPageAsync(scripts: false);
        await SignInWithCodeAsync(page, email, trust: false);
        await SignOutAsync(page);
        await SignInAsync(page, email, PageStage.Password, "/sign-in");
        Assert.Equal("/sign-in/code", PathOf(page));

        await SignInWithCodeAsync(page, email, trust: true);
        await SignOutAsync(page);
        await SignInAsync(page, email, PageStage.Password, "/sign-in");
        Assert.Equal("/", PathOf(page));
        Assert.Equal("Hello", await HeadingAsync(page));
    }

    [Fact]
    public async Task A_holder_lets_a_phone_go_with_the_password_and_a_recovery_code()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        await page.GotoAsync($"/devices/{device}");
        Assert.Contains("Locked to you", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Activated and locked to an account", await page.Locator(".history").InnerTextAsync(), StringComparison.Ordinal);

        await page.ClickAsync($"a[href='/devices/{device}/remove']");
        await page.FillAsync("#password", "not the password");
        await page.FillAsync("#code", await stage.Server.PaperAsync(device, Ct));
        await page.ClickAsync("button.danger");
        Assert.Contains("The password is wrong", await page.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);

        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.PaperAsync(device, Ct));
        await page.ClickAsync("button.danger");
        Assert.Contains("Being released", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator($"a[href='/devices/{device}/remove']").CountAsync());
    }

    [Fact]
    public async Task A_long_history_begins_with_the_latest_entry_and_leads_back_to_the_first()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        await stage.Server.GrowLogAsync(device, 100, Ct);

        await page.GotoAsync($"/devices/{device}");
        Assert.Equal(100, await page.Locator(".history li").CountAsync());
        Assert.StartsWith("The phone matched its state", await page.Locator(".history li").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByText("Latest entries").CountAsync());

        await page.GetByText("Earlier entries").ClickAsync();
        Assert.StartsWith("The phone made itself known", await page.Locator(".history li").Last.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByText("Earlier entries").CountAsync());

        await page.GetByText("Latest entries").ClickAsync();
        Assert.Equal(100, await page.Locator(".history li").CountAsync());
    }

    [Fact]
    public async Task A_holder_saves_the_history_from_the_page_and_the_command_line_verifies_it()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        var file = Path.GetTempFileName();

        // It was enrolled and activated. The last entries wait for their places for a moment.
        var (entries, waited) = (0, Stopwatch.StartNew());
        while (entries < 2 && waited.Elapsed < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(1000, Ct);
            await page.GotoAsync($"/devices/{device}");
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Save the history with its proofs").ClickAsync());
            Assert.Equal("tenure-history.proof", download.SuggestedFilename);
            await download.SaveAsAsync(file);
            var verified = await Tool.RunAsync(Programs.CommandLine, ["audit", "verify", file, "--json"], Ct);
            Assert.True(verified.ExitCode == 0, verified.Text);
            entries = JsonDocument.Parse(verified.Output).RootElement.GetProperty("entries").GetInt32();
        }

        Assert.True(entries >= 2, $"{entries} entries");
        Assert.Contains("It has grown out of what this browser was shown before.", await page.Locator("#log-head").InnerTextAsync() + await AgainAsync(), StringComparison.Ordinal);
        var changed = await File.ReadAllBytesAsync(file, Ct);
        changed[^20] ^= 1;
        await File.WriteAllBytesAsync(file, changed, Ct);
        Assert.Equal(1, (await Tool.RunAsync(Programs.CommandLine, ["audit", "verify", file], Ct)).ExitCode);
        File.Delete(file);

        async Task<string> AgainAsync()
        {
            await page.GotoAsync($"/devices/{device}");
            return await page.Locator("#log-head").InnerTextAsync();
        }
    }

    [Fact]
    public async Task A_person_sends_a_picture_to_a_case_and_the_agent_who_was_drawn_sees_it()
    {
        stage.Used();
        var person = await stage.NewPageAsync();
        var number = await stage.SendCaseAsync(person, Ct);
        Assert.Contains("Received. Pages: 1.", await person.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await PageStage.HandInAsync(person);

        await stage.Server.MakeAgentAsync("carl", PageStage.Password, Ct);
        await stage.Server.DrawAsync(number, "carl", Ct);
        var agent = await stage.NewPageAsync();
        await PageStage.SignInOperatorAsync(agent, "carl");
        await agent.GotoAsync($"/operator/cases/{number}");
        Assert.Contains("Receipt", await agent.Locator("#documents ~ ul").InnerTextAsync(), StringComparison.Ordinal);
        await agent.GetByText("Document 1, page 1").ClickAsync();
        var picture = agent.Locator("img.document-page");
        await picture.ScrollIntoViewIfNeededAsync();
        while (await picture.EvaluateAsync<int>("i => i.complete ? i.naturalWidth : 0") == 0)
        {
            await Task.Delay(50, Ct);
        }

        // Nobody else is shown it.
        var stranger = await person.APIRequest.GetAsync(new Uri(stage.Server.Address, $"/operator/cases/{number}/documents/1/1").AbsoluteUri, new() { MaxRedirects = 0 });
        Assert.Equal(302, stranger.Status);
    }

    [Fact]
    public async Task A_receipt_of_a_transfer_is_saved_checked_without_the_server_and_printed()
    {
        stage.Used();
        var page = await stage.SceneAsync(Scene.Giver, Ct);
        await page.GotoAsync("/devices");
        await page.Locator("#receipts").Locator("xpath=../..").Locator("a").First.ClickAsync();
        Assert.Equal($"/devices/{stage.Given}/receipt/0", PathOf(page));
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").ClickAsync());
        Assert.Equal($"tenure-transfer-{stage.Given[..8]}-0.jsonl", download.SuggestedFilename);
        var file = await download.PathAsync();
        var verified = await Tool.RunAsync(CommandLine, ["audit", "verify", file, "--json"], Ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\"transfer_confirmed\"", "\"transfer_cancelled\"", StringComparison.Ordinal), Ct);
        var changed = await Tool.RunAsync(CommandLine, ["audit", "verify", file, "--json"], Ct);
        Assert.True(changed.ExitCode != 0, changed.Text);

        // On paper it is black on white, whatever the screen is, and has nothing to press.
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        foreach (var part in await page.Locator("header, nav, footer, .actions, .screen").AllAsync())
        {
            Assert.False(await part.IsVisibleAsync());
        }

        Assert.True(await page.GetByText(stage.Given).First.IsVisibleAsync());
        Assert.Equal("rgb(255, 255, 255) rgb(0, 0, 0)", await page.EvaluateAsync<string>("() => { const s = getComputedStyle(document.body); return s.backgroundColor + ' ' + s.color }"));
        await page.EmulateMediaAsync(new() { Media = Media.Screen, ColorScheme = ColorScheme.Light });
    }

    [Fact]
    public async Task Another_persons_device_looks_like_none()
    {
        stage.Used();
        var holder = PageStage.NewEmail();
        await stage.RegisterAsync(await stage.NewPageAsync(scripts: false), holder, Ct);
        var device = await stage.ActivatePhoneAsync(holder, Ct);
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, PageStage.NewEmail(), Ct);
        var theirs = await page.GotoAsync($"/devices/{device}");
        var theirText = await page.Locator("main").InnerTextAsync();
        var none = await page.GotoAsync("/devices/" + new string('A', 43));
        Assert.Equal(404, theirs!.Status);
        Assert.Equal(404, none!.Status);
        Assert.Equal(theirText, await page.Locator("main").InnerTextAsync());
    }

    [Fact]
    public async Task A_session_that_is_ended_is_signed_out_at_its_next_request()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var other = await stage.NewPageAsync(scripts: false);
        await SignInWithCodeAsync(other, email, trust: false);
        await other.GotoAsync("/profile");
        Assert.Equal("/profile", PathOf(other));

        await page.GotoAsync("/security");
        await page.Locator(".rows form button").First.ClickAsync();
        Assert.Contains("The session has ended", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        await other.GotoAsync("/profile");
        Assert.Equal("/sign-in", PathOf(other));

        await page.GotoAsync("/profile");
        Assert.Equal("/profile", PathOf(page));
    }

    [Fact]
    public async Task A_browser_that_is_no_longer_trusted_is_asked_for_a_code()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        await page.GotoAsync("/security");
        var trusted = page.Locator("section[aria-labelledby=known]");
        Assert.Contains("You are here", await trusted.InnerTextAsync(), StringComparison.Ordinal);
        await trusted.Locator("form button").ClickAsync();
        Assert.Contains("no longer trusted", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("No device is trusted", await trusted.InnerTextAsync(), StringComparison.Ordinal);

        await SignOutAsync(page);
        await SignInAsync(page, email, PageStage.Password, "/sign-in");
        Assert.Equal("/sign-in/code", PathOf(page));
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_the_old_password()
    {
        stage.Used();
        const string Next = "nine boats under green lamps";
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var other = await stage.NewPageAsync(scripts: false);
        await SignInWithCodeAsync(other, email, trust: false);

        await page.GotoAsync("/security");
        await page.FillAsync("#current", PageStage.Password);
        await page.FillAsync("#new", Next);
        await page.FillAsync("#again", Next);
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#current") }).Locator("button").ClickAsync();
        Assert.Contains("The password is changed", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);

        await other.GotoAsync("/security");
        Assert.Equal("/sign-in", PathOf(other));
        await SignInAsync(other, email, PageStage.Password);
        Assert.Contains("The account or the password is wrong", await other.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);
        await SignInAsync(other, email, Next);
        Assert.Equal("/sign-in/code", PathOf(other));
    }

    [Fact]
    public async Task The_language_of_the_account_is_spoken_in_every_browser_of_the_person()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var other = await stage.NewPageAsync(scripts: false, language: "es");
        await other.GotoAsync("/sign-in");
        Assert.Equal("Iniciar sesión", await HeadingAsync(other));
        await SignInWithCodeAsync(other, email, trust: false);

        await page.GotoAsync("/profile");
        await page.FillAsync("#nickname", "Jörg");
        await page.SelectOptionAsync("#language", "de");
        await PageStage.SubmitAsync(page);
        Assert.Contains("Gespeichert", await page.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);
        await other.GotoAsync("/");
        Assert.Equal("Guten Tag, Jörg", await HeadingAsync(other));
    }

    [Fact]
    public async Task The_language_switch_keeps_the_page_and_is_remembered()
    {
        stage.Used();
        var page = await stage.NewPageAsync(scripts: false);
        await page.GotoAsync("/sign-in?return=%2Fdevices");
        await page.ClickAsync(".languages summary");
        await page.ClickAsync(".languages button[value=ru]");
        Assert.EndsWith("/sign-in?return=%2Fdevices", page.Url, StringComparison.Ordinal);
        Assert.Equal("Вход", await HeadingAsync(page));
        await page.GotoAsync("/register");
        Assert.Equal("ru", await page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task A_command_line_is_let_in_by_its_code_or_refused()
    {
        stage.Used();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, PageStage.NewEmail(), Ct);
        var client = stage.Server.Client();

        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        await page.GotoAsync("/connect/verify");
        await page.FillAsync("#user_code", asked.UserCode);
        await PageStage.SubmitAsync(page);
        await page.ClickAsync("button[value=allow]");
        Assert.Equal("Connected", await HeadingAsync(page));
        Assert.NotEmpty((await client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct)).AccessToken);

        var refused = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        await page.GotoAsync("/connect/verify?user_code=" + Uri.EscapeDataString(refused.UserCode));
        await page.ClickAsync("button[value=refuse]");
        Assert.Equal("Refused", await HeadingAsync(page));
        Assert.Equal("access_denied", (await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, refused.DeviceCode, Ct))).Code);
    }

    [Fact]
    public async Task Signing_in_never_leads_to_another_server()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        foreach (var elsewhere in (string[])["https://example.org/", "//example.org", "/\\example.org", "/\t/example.org"])
        {
            await SignOutAsync(page);
            await SignInAsync(page, email, PageStage.Password, "/sign-in?return=" + Uri.EscapeDataString(elsewhere));
            Assert.Equal(stage.Server.Address.Authority, new Uri(page.Url).Authority);
            Assert.Equal("Hello", await HeadingAsync(page));
        }
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites()
    {
        stage.Used();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, PageStage.NewEmail(), Ct);
        await page.ClickAsync(".languages summary");
        await page.ClickAsync(".languages button[value=en]");
        var cookies = await page.Context.CookiesAsync();
        Assert.Superset(new HashSet<string> { "tenure", "tenure-browser", "tenure-form", "tenure-language" }, cookies.Select(c => c.Name).ToHashSet());
        Assert.All(cookies, c => Assert.True(c.HttpOnly, c.Name));
        Assert.All(cookies, c => Assert.NotEqual(SameSiteAttribute.None, c.SameSite));
    }

    internal static async Task SignInAsync(IPage page, string identifier, string password, string? path = null)
    {
        if (path is not null)
        {
            await page.GotoAsync(path);
        }

        await page.FillAsync("#identifier", identifier);
        await page.FillAsync("#password", password);
        await PageStage.SubmitAsync(page);
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.ClickAsync("form[action='/sign-out'] button");
        Assert.Equal("/", PathOf(page));
        Assert.Equal(0, await page.Locator("form[action='/sign-out']").CountAsync());
    }

    private static async Task<string> HeadingAsync(IPage page) => await page.Locator("h1").InnerTextAsync();

    private static string PathOf(IPage page) => new Uri(page.Url).AbsolutePath;

    private async Task SignInWithCodeAsync(IPage page, string email, bool trust)
    {
        await SignInAsync(page, email, PageStage.Password, "/sign-in");
        await page.FillAsync("#code", await stage.Server.LastCodeAsync(email, Ct));
        await page.SetCheckedAsync("#trust", trust);
        await PageStage.SubmitAsync(page);
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Testing;
using Account = Tenure.Domain.Accounts.Account;

[assembly: AssemblyFixture(typeof(Tenure.Acceptance.Tests.Pages.PageStage))]

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>One server, one browser, and people at every point where a page can be seen; shared by all tests of pages.</summary>
public sealed class PageStage : IAsyncLifetime
{
    /// <summary>A password that fits the rules.</summary>
    public const string Password = "tin ladder seven moths";

    // What a page needs beside a busy build; what never comes costs this much once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Scene, IPage> scenes = [];
    private PageServer? server;
    private (PhoneCore Phone, DeviceAgent Agent)? withoutNetwork;
    private Chromium? chromium;
    private Chromium? whole;
    private string notTaken = "";

    /// <summary>The number of the account that the operator looks at.</summary>
    public string LookedAt { get; private set; } = "";

    // A grey point.
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>The number of the case that the agent looks at.</summary>
    public string LookedAtCase { get; private set; } = "";

    /// <summary>The id of the device that the operator looks at.</summary>
    public string LookedAtDevice { get; private set; } = "";

    /// <summary>The id of the phone that was given away.</summary>
    public string Given { get; private set; } = "";

    /// <summary>The id of the phone of which somebody typed the code, and has to be confirmed.</summary>
    public string Giving { get; private set; } = "";

    /// <summary>The path of the link in the letter of a deletion.</summary>
    public string DeletionPath { get; private set; } = "";

    /// <summary>The path of the secret link of a case that is announced.</summary>
    public string AnnouncedPath { get; private set; } = "";

    /// <summary>The path of the secret link of a recovery that its person may take.</summary>
    public string OfferedPath { get; private set; } = "";

    /// <summary>The id of the phone without a network.</summary>
    public string WithoutNetwork => withoutNetwork!.Value.Phone.Identity.Id.Text;

    public PageServer Server => server ?? throw new InvalidOperationException("The server has not started.");

    private Chromium Chromium => chromium ?? throw new InvalidOperationException("The browser has not started.");

    /// <summary>An address that nobody has.</summary>
    public static string NewEmail() => $"p{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsInstalled)
        {
            Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
            server = new PageServer();
            chromium = await Chromium.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        withoutNetwork?.Agent.Dispose();
        withoutNetwork?.Phone.Dispose();
        foreach (var browser in (Chromium?[])[chromium, whole])
        {
            await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Counts the running test as one with Chromium; leaves it out where there is none.</summary>
    public void Used()
    {
        Assert.SkipUnless(Chromium.IsInstalled, "Chromium is not installed: apt-get install chromium");
        Peers.Used(Peer.Chromium, Chromium.Browser.Version);
    }

    /// <summary>A new browser window without cookies.</summary>
    /// <param name="scripts">Whether scripts run in it.</param>
    /// <param name="language">Its language.</param>
    /// <param name="host">By which name it calls the server, where that is not its own.</param>
    /// <param name="hasWindows">In the whole browser: what asks its person something outside of the page.</param>
    public async Task<IPage> NewPageAsync(bool scripts = true, string language = "en", string? host = null, bool hasWindows = false)
    {
        var browser = hasWindows ? whole ??= await Chromium.StartAsync(hasWindows: true) : Chromium;
        var context = await browser.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = new UriBuilder(Server.Address) { Host = host ?? Server.Address.Host }.Uri.AbsoluteUri,
            JavaScriptEnabled = scripts,
            Locale = language,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>The window of somebody who has come this far. The first call plays it up to there.</summary>
    public async Task<IPage> SceneAsync(Scene scene, CancellationToken ct)
    {
        if (!scenes.TryGetValue(scene, out var page))
        {
            page = await NewPageAsync();
            await PlayAsync(scene, page, ct);
            scenes[scene] = page;
        }

        // Forms that are filled in wrongly are among what is looked at, and too many wrong passwords end a session here.
        if (scene is Scene.Operator or Scene.Agent)
        {
            await Server.ForgetTriesAsync(ct);
            await page.GotoAsync("/operator/passkey");
            if (new Uri(page.Url).AbsolutePath == "/operator/sign-in")
            {
                await SignInOperatorAsync(page, scene is Scene.Operator ? "ada" : "ben");
            }
        }

        return page;
    }

    /// <summary>Makes an account by the pages and leaves the browser signed in, on the last page of the registration.</summary>
    /// <returns>The account number.</returns>
    public async Task<string> RegisterAsync(IPage page, string email, CancellationToken ct, string? nickname = null)
    {
        await page.GotoAsync("/register");
        await page.FillAsync("#email", email);
        await SubmitAsync(page);
        await page.FillAsync("#code", await Server.LastCodeAsync(email, ct));
        await SubmitAsync(page);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#again", Password);
        await page.FillAsync("#nickname", nickname ?? "");
        await SubmitAsync(page);
        return (await page.Locator(".number").InnerTextAsync()).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>Presses the button of the page's main form.</summary>
    public static Task SubmitAsync(IPage page) => page.Locator("main form button[type=submit]").First.ClickAsync();

    /// <summary>Makes the first recovery codes of whoever is signed in; the page shows them.</summary>
    public static async Task DrawCodesAsync(IPage page)
    {
        await page.GotoAsync("/security/recovery-codes");
        await page.FillAsync("#password", Password);
        await SubmitAsync(page);
    }

    /// <summary>Activates a phone for an account, as the first-boot wizard does.</summary>
    /// <returns>The device id.</returns>
    public async Task<string> ActivatePhoneAsync(string email, CancellationToken ct, string model = "Tenure One")
    {
        using var phone = NewPhone(model);
        using var agent = await ActivateAsync(phone, email, model, ct);
        return phone.Identity.Id.Text;
    }

    /// <summary>A new code for the phone that is given away and that nobody took.</summary>
    public async Task<string> TransferCodeAsync(CancellationToken ct)
    {
        var page = await SceneAsync(Scene.Giving, ct);
        await page.GotoAsync($"/devices/{notTaken}/transfer");
        await page.Locator("form:has(input[name=_handler][value=show-code]) button").ClickAsync();
        return string.Concat((await page.Locator("#state ~ .lead").InnerTextAsync()).Where(char.IsAsciiDigit));
    }

    /// <summary>Digits of a phone in hand, for who is about to buy it.</summary>
    public async Task<string> StatusDigitsAsync(CancellationToken ct)
    {
        await SceneAsync(Scene.Leaver, ct);
        return (await withoutNetwork!.Value.Agent.AskStatusCodeAsync(ct)).Code;
    }

    /// <summary>Activates a phone for an account and has it show digits to whoever has it in hand.</summary>
    /// <returns>The digits.</returns>
    public async Task<string> ActivateFoundPhoneAsync(string email, CancellationToken ct)
    {
        using var phone = NewPhone("Tenure One");
        using var agent = await ActivateAsync(phone, email, "Tenure One", ct);
        await agent.SendOwedReceiptAsync(ct);
        return (await agent.AskStatusCodeAsync(ct)).Code;
    }

    /// <summary>A new question of the phone without a network.</summary>
    public string AskOffline() => Base64Url.EncodeToString(withoutNetwork!.Value.Agent.AskOffline());

    private PhoneCore NewPhone(string model) => PhoneCore.Boot(new MemoryStorage(), new PhoneFacts(model, "T1-0001", "lotus", "1.0", "Tenure OS", "1.0", Server.Address));

    private async Task<DeviceAgent> ActivateAsync(PhoneCore phone, string email, string model, CancellationToken ct)
    {
        var client = Server.Client();
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, null, model, pkce, ct);
        step = step.Tokens is null
            ? await client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, await Server.LastCodeAsync(email, ct), pkce, ct)
            : step;
        var agent = new DeviceAgent(phone, TimeProvider.System);
        agent.Connect(Server.Client());
        agent.Confirm(await agent.MeetServerAsync(Server.Address, ct));
        await agent.EnrolAsync(ct);
        Assert.True(await agent.ActivateAsync(step.Tokens!.AccessToken, _ => true, ct));
        return agent;
    }

    /// <summary>Adds an address to a new account; gives the path of the link that undoes it.</summary>
    public async Task<string> UndoLinkAsync(CancellationToken ct)
    {
        var (email, other) = (NewEmail(), NewEmail());
        await RegisterAsync(await NewPageAsync(), email, ct);
        var client = await SignedInAsync(email, ct);
        var started = await client.AddIdentifierAsync(new AddIdentifier(other, Password), ct);
        await client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(await Server.LastCodeAsync(other, ct)), ct);
        return await UndoPathAsync(email, ct);
    }

    /// <summary>The path of the link in the last mail to somebody that undoes a change of addresses.</summary>
    public async Task<string> UndoPathAsync(string email, CancellationToken ct) => Regex.Match(await Server.LastTextAsync(email, ct), @"/undo/[\w-]+").Value;

    /// <summary>The path of a link that undoes the reset of a password.</summary>
    public async Task<string> ResetUndoLinkAsync(CancellationToken ct)
    {
        var email = NewEmail();
        await RegisterAsync(await NewPageAsync(), email, ct);
        var client = Server.Client();
        var reset = (await client.StartResetAsync(new StartReset(email), ct)).Reset;
        await client.VerifyResetAsync(reset, new VerifyReset(await Server.LastCodeAsync(email, ct)), ct);
        await client.ResetPasswordAsync(reset, new ResetPassword("four moths on a ladder"), ct);
        return Regex.Match(await Server.LastTextAsync(email, ct), @"/reset/undo/[\w-]+").Value;
    }

    private static async Task AskToResetAsync(IPage page, string email)
    {
        await page.GotoAsync("/reset");
        await page.FillAsync("#address", email);
        await SubmitAsync(page);
    }

    // By two proofs, as its holder does; so often that it is the last time for a while.
    private async Task FreezeAndLiftAsync(string email, CancellationToken ct)
    {
        var client = await SignedInAsync(email, ct);
        for (var lift = 0; lift < Account.MostLifts; lift++)
        {
            await client.FreezeAsync(new FreezeAccount(), ct);
            var sent = await client.SendProofCodeAsync(new SendProofCode("liftFreeze"), ct);
            await client.LiftFreezeAsync(new LiftFreeze(Password, await Server.LastCodeAsync(email, ct), sent.Transaction), ct);
        }
    }

    // With a recovery code, at once; the other types the code that is shown.
    private async Task<string> GiveAsync(string email, CancellationToken ct)
    {
        var taker = NewEmail();
        await RegisterAsync(await NewPageAsync(), taker, ct);
        using var phone = NewPhone("Tenure One");
        using var agent = await ActivateAsync(phone, email, "Tenure One", ct);
        await agent.SendOwedReceiptAsync(ct);
        var (from, to, id) = (await SignedInAsync(email, ct), await SignedInAsync(taker, ct), phone.Identity.Id.Text);
        var codes = await from.DrawRecoveryCodesAsync(new DrawRecoveryCodes(Password), ct);
        await Server.AgeRecoveryCodesAsync(email, ct);
        await from.OpenTransferAsync(id, new OpenDeviceTransfer(Password, codes.Codes[0], Transaction: null, Erase: true), ct);
        await to.AcceptTransferAsync(new AcceptTransfer((await from.GetTransferCodeAsync(id, ct)).Code, Password), ct);
        await from.ConfirmTransferAsync(id, new ConfirmDeviceTransfer(Password, (await from.GetTransferAsync(id, ct)).Acceptance!), ct);
        Assert.Equal(ContactResult.Removed, await agent.ContactAsync(ct));
        await agent.SendOwedReceiptAsync(ct);
        await Server.LogTakenUpAsync(ct);
        return id;
    }

    // Two phones: the code of the second is shown to whoever asks for it next.
    private async Task OfferAsync(string email, CancellationToken ct)
    {
        var taker = NewEmail();
        await RegisterAsync(await NewPageAsync(), taker, ct);
        string[] phones = [await ActivatePhoneAsync(email, ct), await ActivatePhoneAsync(email, ct)];
        var (from, to) = (await SignedInAsync(email, ct), await SignedInAsync(taker, ct));
        foreach (var phone in phones)
        {
            await from.OpenTransferAsync(phone, new OpenDeviceTransfer(Password, await Server.PaperAsync(phone, ct), Transaction: null, Erase: true), ct);
        }

        await to.AcceptTransferAsync(new AcceptTransfer((await from.GetTransferCodeAsync(phones[0], ct)).Code, Password), ct);
        (Giving, notTaken) = (phones[0], phones[1]);
    }

    private async Task DepartAsync(string email, CancellationToken ct)
    {
        var client = await SignedInAsync(email, ct);
        var sent = await client.SendProofCodeAsync(new SendProofCode("accountDeletion"), ct);
        await client.AskDeletionAsync(new AskDeletion(Password, await Server.LastCodeAsync(email, ct), sent.Transaction), ct);
        DeletionPath = Regex.Match(await Server.LastTextAsync(email, ct), @"/deletion/[\w-]+").Value;
    }

    private async Task<TenureClient> SignedInAsync(string email, CancellationToken ct)
    {
        var client = Server.Client();
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, null, "Phone", pkce, ct);
        step = await client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, await Server.LastCodeAsync(email, ct), pkce, ct);
        client.AccessToken = step.Tokens!.AccessToken;
        return client;
    }

    private async Task PlayAsync(Scene scene, IPage page, CancellationToken ct)
    {
        switch (scene)
        {
            case Scene.Stranger or Scene.Anybody:
                break;
            case Scene.Registering:
                await AskForCodeAsync(page, NewEmail());
                break;
            case Scene.ChoosingPassword:
                var address = NewEmail();
                await AskForCodeAsync(page, address);
                await page.FillAsync("#code", await Server.LastCodeAsync(address, ct));
                await SubmitAsync(page);
                break;
            case Scene.Resetting:
                await AskToResetAsync(page, NewEmail());
                break;
            case Scene.ResettingPassword or Scene.ResettingWithProof:
                var forgetful = NewEmail();
                var forgotten = await NewPageAsync();
                await RegisterAsync(forgotten, forgetful, ct);
                if (scene == Scene.ResettingWithProof)
                {
                    await DrawCodesAsync(forgotten);
                    await Server.AgeRecoveryCodesAsync(forgetful, ct);
                }

                await AskToResetAsync(page, forgetful);
                await page.FillAsync("#code", await Server.LastCodeAsync(forgetful, ct));
                await SubmitAsync(page);
                break;
            case Scene.SigningIn:
                var email = NewEmail();
                await RegisterAsync(await NewPageAsync(), email, ct);
                await page.GotoAsync("/sign-in");
                await page.FillAsync("#identifier", email);
                await page.FillAsync("#password", Password);
                await SubmitAsync(page);
                break;
            case Scene.Newcomer:
                await RegisterAsync(page, NewEmail(), ct);
                break;
            case Scene.Holder:
                var holder = NewEmail();
                await RegisterAsync(page, holder, ct, "Mara");
                await ActivatePhoneAsync(holder, ct);
                break;
            case Scene.CodesMade:
                await RegisterAsync(page, NewEmail(), ct);
                await DrawCodesAsync(page);
                break;
            case Scene.Lifter:
                var lifter = NewEmail();
                await RegisterAsync(page, lifter, ct);
                await FreezeAndLiftAsync(lifter, ct);
                break;
            case Scene.Loser:
                var loser = NewEmail();
                await RegisterAsync(page, loser, ct);
                var lost = await ActivatePhoneAsync(loser, ct);
                await ProveTwiceAsync(page, $"/devices/{lost}/lost", loser, ct, ("#message", "Please call me."), ("#contact", "+49 151 12345678"));
                // Another browser: the one that marked it would have it back at once.
                var other = await NewPageAsync();
                await SignInAsync(other, loser, ct);
                await ProveTwiceAsync(other, $"/devices/{lost}/found", loser, ct);
                await ProveTwiceAsync(other, $"/devices/{lost}/erase", loser, ct);
                break;
            case Scene.Leaver:
                var leaver = NewEmail();
                await RegisterAsync(page, leaver, ct);
                var phone = NewPhone("Tenure One");
                withoutNetwork = (phone, await ActivateAsync(phone, leaver, "Tenure One", ct));
                break;
            case Scene.Giver:
                var giver = NewEmail();
                await RegisterAsync(page, giver, ct);
                Given = await GiveAsync(giver, ct);
                break;
            case Scene.Giving:
                var owner = NewEmail();
                await RegisterAsync(page, owner, ct);
                await OfferAsync(owner, ct);
                break;
            case Scene.Asked:
                var (asked, locked) = (NewEmail(), NewEmail());
                await RegisterAsync(page, asked, ct);
                await Server.AnnounceAsync("release", await ActivatePhoneAsync(asked, ct), NewEmail(), ct);
                (AnnouncedPath, _) = await Server.AnnounceAsync("recovery", asked, asked, ct);
                await RegisterAsync(await NewPageAsync(), locked, ct);
                (OfferedPath, var offered) = await Server.AnnounceAsync("recovery", locked, locked, ct);
                await Server.OfferAsync(offered, ct);
                break;
            case Scene.Departing:
                var departing = NewEmail();
                await RegisterAsync(page, departing, ct);
                await DepartAsync(departing, ct);
                break;
            case Scene.Operator:
                var lookedAt = NewEmail();
                LookedAt = await RegisterAsync(await NewPageAsync(), lookedAt, ct);
                LookedAtDevice = await ActivatePhoneAsync(lookedAt, ct);
                await Server.AttestAsync(LookedAtDevice, ct);
                await Server.MakeOperatorAsync("ada", Password, ct);
                await SignInOperatorAsync(page, "ada");
                break;
            case Scene.Agent:
                await Server.MakeAgentAsync("ben", Password, ct);
                await Server.GivePasskeyAsync("ben", ct);
                await SignInOperatorAsync(page, "ben");
                var sender = await NewPageAsync();
                LookedAtCase = await SendCaseAsync(sender, ct);
                await HandInAsync(sender);
                await Server.DrawAsync(LookedAtCase, "ben", ct);
                break;
        }
    }

    /// <summary>Signs an operator in.</summary>
    public static async Task SignInOperatorAsync(IPage page, string name)
    {
        await page.GotoAsync("/operator/sign-in");
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", Password);
        await SubmitAsync(page);
    }

    /// <summary>Opens a case whose address is proven, sends a picture to it, and leaves the page there.</summary>
    /// <returns>Its number.</returns>
    public async Task<string> SendCaseAsync(IPage page, CancellationToken ct)
    {
        var (client, contact) = (Server.Client(), NewEmail());
        var opened = await client.OpenCaseAsync(new Client.Cases.OpenCase("release", contact, "R58M12ABC" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))), ct);
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Client.Cases.ProveCaseContact(await Server.LastCodeAsync(contact, ct)), ct);
        await page.GotoAsync($"/case/{opened.Number}/{opened.Secret}");
        await page.SelectOptionAsync("#document-kind", "receipt");
        await page.SetInputFilesAsync("#document", new FilePayload { Name = "my receipt.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Picture) });
        await page.Locator("form.documents button[type=submit]").ClickAsync();
        await page.Locator(".rows .what").First.WaitForAsync();
        return opened.Number;
    }

    /// <summary>Hands in the case that a page shows.</summary>
    public static async Task HandInAsync(IPage page)
    {
        await page.Locator("form:has(> button.wide) > button.wide").ClickAsync();
        await page.Locator("form.documents").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    // Asks for a code by mail on a page, and sends its form with it.
    private async Task ProveTwiceAsync(IPage page, string path, string email, CancellationToken ct, params (string Field, string Text)[] fields)
    {
        await page.GotoAsync(path);
        await SubmitAsync(page);
        foreach (var (field, text) in fields)
        {
            await page.FillAsync(field, text);
        }

        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", await Server.LastCodeAsync(email, ct));
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#code") }).Locator("button[type=submit]").ClickAsync();
    }

    private async Task SignInAsync(IPage page, string email, CancellationToken ct)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#identifier", email);
        await page.FillAsync("#password", Password);
        await SubmitAsync(page);
        await page.FillAsync("#code", await Server.LastCodeAsync(email, ct));
        await SubmitAsync(page);
    }

    private static async Task AskForCodeAsync(IPage page, string email)
    {
        await page.GotoAsync("/register");
        await page.FillAsync("#email", email);
        await SubmitAsync(page);
    }
}

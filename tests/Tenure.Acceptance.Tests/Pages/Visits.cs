using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tenure.Client.SignIn;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Every page, in every shape that it has. A page that is not here fails <see cref="PageListTests"/>.</summary>
public static partial class Visits
{
    public static IReadOnlyList<Visit> All { get; } =
    [
        new("/", "landing", Scene.Stranger, At("/")),
        new("/", "home of a newcomer", Scene.Newcomer, At("/")),
        new("/", "home of a holder", Scene.Holder, At("/")),
        new("/register", "address", Scene.Stranger, At("/register"), Fill(("#email", "nobody"))),
        new("/register/code", "code", Scene.Registering, At("/register/code"), Fill(("#code", "12"))),
        new("/register/password", "password", Scene.ChoosingPassword, At("/register/password"), Fill(("#password", "short"), ("#again", "short"), ("#nickname", ""))),
        new("/register/password", "a password that is refused", Scene.ChoosingPassword, TypePasswordAsync("/register/password", "#password", "passwordpassword", 1)),
        new("/register/password", "a password that is taken", Scene.ChoosingPassword, TypePasswordAsync("/register/password", "#password", "qhvkwzjxnrtbpfm", 2)),
        new("/register/done", "number", Scene.Newcomer, At("/register/done")),
        new("/sign-in", "password", Scene.Stranger, At("/sign-in"), Fill(("#identifier", "nobody@example.org"), ("#password", "wrong"))),
        new("/sign-in/code", "code", Scene.SigningIn, At("/sign-in/code"), Fill(("#code", "12"))),
        new("/sign-in/recovery-code", "recovery code", Scene.SigningIn, At("/sign-in/recovery-code"), Fill(("#recovery_code", "AAAA"))),
        new("/freeze", "proofs", Scene.Stranger, At("/freeze"), Fill(("#identifier", "nobody@example.org"), ("#secret", "wrong"))),
        new("/freeze", "no address", Scene.Stranger, At("/freeze"), Fill(("#email", "nobody"))),
        new("/freeze/code", "code", Scene.Stranger, AskToFreezeAsync, Fill(("#code", "12"))),
        new("/freeze/done", "done", Scene.Stranger, At("/freeze/done")),
        new("/reset", "address", Scene.Stranger, At("/reset"), Fill(("#address", "nobody"))),
        new("/reset/code", "code", Scene.Resetting, At("/reset/code"), Fill(("#code", "12"))),
        new("/reset/password", "new password", Scene.ResettingPassword, At("/reset/password"), Fill(("#password", "short"), ("#again", "short"))),
        new("/reset/password", "second proof", Scene.ResettingWithProof, At("/reset/password"), Fill(("#code", "AAAA"), ("#password", PageStage.Password), ("#again", PageStage.Password))),
        new("/reset/done", "done", Scene.Stranger, At("/reset/done")),
        new("/reset/undo/{Secret}", "offered", Scene.Stranger, OpenResetUndoAsync),
        new("/reset/undo/{Secret}", "over", Scene.Stranger, At("/reset/undo/over"), OtherWordsOnly: true),
        new("/case", "which", Scene.Stranger, At("/case")),
        new("/case/recovery", "recovery", Scene.Stranger, At("/case/recovery"), Fill(("#identifier", "nobody"), ("#contact", "nobody"))),
        new("/case/release", "release", Scene.Stranger, At("/case/release"), Fill(("#identifier", "R58M12ABC"), ("#contact", "nobody"))),
        new("/case/again", "a new link", Scene.Stranger, At("/case/again"), Fill(("#number", "x"), ("#contact", "nobody"))),
        new("/case/again/{Number}", "a new link, from a letter", Scene.Stranger, At("/case/again/7K3MQ9XV2D"), Fill(("#contact", "nobody"))),
        new("/case/mine", "draft", Scene.Stranger, OpenCaseAsync, Fill(("#code", "12"))),
        new("/case/mine", "documents", Scene.Stranger, SendToCaseAsync),
        new("/case/mine", "handed in", Scene.Stranger, HandInCaseAsync, Fill(("#text", ""))),
        new("/case/mine", "announced", Scene.Stranger, OpenAskedAsync(stage => stage.AnnouncedPath)),
        new("/case/mine", "offered", Scene.Stranger, OpenAskedAsync(stage => stage.OfferedPath), Fill(("#password", "short"), ("#again", "short"))),
        new("/case/objection/{Secret}", "over", Scene.Stranger, At("/case/objection/over")),
        new("/cases", "none", Scene.Holder, At("/cases")),
        new("/cases", "of a phone and of the account", Scene.Asked, At("/cases"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/case/{Number}/{Secret}", "new", Scene.Stranger, OpenNewLinkAsync),
        new("/case/{Number}/{Secret}", "unknown", Scene.Stranger, At("/case/00000-00000/over")),
        new("/security", "in quiet time", Scene.CodesMade, At("/security")),
        new("/devices", "none", Scene.Newcomer, At("/devices")),
        new("/devices", "some", Scene.Holder, At("/devices")),
        new("/devices/{Id}", "held", Scene.Holder, OpenDeviceAsync),
        new("/devices/{Id}/remove", "let it go", Scene.Holder, OpenOfDeviceAsync("remove"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}", "lost", Scene.Loser, OpenDeviceAsync, Fill(("#cancel_password", "wrong"))),
        new("/devices/{Id}", "perhaps copied", Scene.Leaver, OpenCopiedAsync),
        new("/contact", "open", Scene.Stranger, At("/contact"), Fill(("#code", "12345678"), ("#text", "see evil.example"))),
        new("/contact/{Secret}", "written", Scene.Stranger, OpenFinderAsync, Fill(("#text", ""))),
        new("/contact/{Secret}", "over", Scene.Stranger, At("/contact/over"), OtherWordsOnly: true),
        new("/contacts", "none", Scene.Newcomer, At("/contacts")),
        new("/contacts", "some", Scene.Loser, OpenContactsAsync),
        new("/contacts/{Id}", "a finder's", Scene.Loser, OpenHolderAsync, Fill(("#text", ""))),
        new("/devices/{Id}/lost", "mark as lost", Scene.Holder, OpenOfDeviceAsync("lost"), Fill(("#message", "see evil.example"), ("#password", PageStage.Password), ("#code", "123456"))),
        new("/devices/{Id}/erase", "erase", Scene.Holder, OpenOfDeviceAsync("erase"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}/found", "found", Scene.Loser, OpenOfDeviceAsync("found"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}/restore", "restore", Scene.Holder, OpenOfDeviceAsync("restore")),
        new("/devices/{Id}/workshop", "which workshop", Scene.Holder, OpenOfDeviceAsync("workshop?workshop=nobody"), OtherWordsOnly: true),
        new("/devices/{Id}/workshop", "let a workshop restore it", Scene.Holder, OpenWorkshopAsync, Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}/unlock", "unlock", Scene.Holder, OpenOfDeviceAsync("unlock"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}/transfer", "transfer", Scene.Holder, OpenOfDeviceAsync("transfer"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/devices/{Id}/transfer", "somebody typed the code", Scene.Giving, OpenGivingAsync, Fill(("#password", "wrong"))),
        new("/devices/{Id}/receipt/{Epoch}", "given", Scene.Giver, OpenReceiptAsync),
        new("/devices", "receipts", Scene.Giver, At("/devices")),
        new("/transfer", "code", Scene.Holder, At("/transfer"), Fill(("#code", "12345678"))),
        new("/transfer", "offered", Scene.Newcomer, LookAtTransferAsync, ShownOnce: true),
        new("/transfer/objection/{Secret}", "over", Scene.Stranger, At("/transfer/objection/over")),
        new("/restores/stop/{Secret}", "over", Scene.Stranger, At("/restores/stop/over")),
        new("/devices/{Id}/offline", "bring a question", Scene.Leaver, OpenOfflineAsync, FillQuestionAsync),
        new("/devices/{Id}/offline", "not while it is lost", Scene.Loser, OpenOfDeviceAsync("offline")),
        new("/devices/{Id}/offline", "ticket", Scene.Leaver, BringQuestionAsync, ShownOnce: true),
        new("/security", "sessions and password", Scene.Holder, At("/security"),
            Fill(("#current", PageStage.Password), ("#new", "short"), ("#again", "different"))),
        new("/security", "a strong password", Scene.Holder, TypePasswordAsync("/security", "#new", "kTq7 vorn-Dril 58 wuz", 4)),
        new("/security/recovery-codes", "recovery codes", Scene.Holder, At("/security/recovery-codes"), Fill(("#password", "wrong"))),
        new("/security/recovery-codes", "other recovery codes", Scene.CodesMade, At("/security/recovery-codes"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/recovery-codes", "new recovery codes", Scene.Anybody, DrawCodesAsync, ShownOnce: true),
        new("/security/freeze", "freeze", Scene.Holder, At("/security/freeze")),
        new("/security/freeze", "frozen", Scene.Newcomer, FreezeAsync, Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/freeze", "limited", Scene.Lifter, At("/security/freeze"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/always-ask", "off", Scene.Holder, At("/security/always-ask"), Fill(("#password", "wrong"))),
        new("/security/always-ask", "on", Scene.Newcomer, TurnAlwaysAskOnAsync, Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/computers", "computers", Scene.Holder, At("/security/computers")),
        new("/security/export", "ask", Scene.Lifter, At("/security/export"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/export", "making", Scene.Anybody, OpenExportAsync(isReady: false), ShownOnce: true),
        new("/security/export", "ready", Scene.Anybody, OpenExportAsync(isReady: true), Fill(("#password", PageStage.Password), ("#code", "12")), ShownOnce: true),
        new("/security/deletion", "ask", Scene.Lifter, At("/security/deletion"), Fill(("#password", PageStage.Password), ("#code", "12"))),
        new("/security/deletion", "a lost device", Scene.Loser, At("/security/deletion")),
        new("/security/deletion", "asked for, with the banner", Scene.Departing, At("/security/deletion")),
        new("/deletion/{Secret}", "offered", Scene.Stranger, OpenCallOffAsync),
        new("/deletion/{Secret}", "over", Scene.Stranger, At("/deletion/over")),
        new("/sealed", "release code", Scene.Stranger, At("/sealed"), Fill(("#code", "AAAA"))),
        new("/security/events", "what happened", Scene.Holder, At("/security/events")),
        new("/security/addresses", "addresses", Scene.Holder, At("/security/addresses"), Fill(("#new-address", "nobody"), ("#add-password", "wrong"))),
        new("/security/addresses/code", "code", Scene.Holder, OpenAddressCodeAsync, Fill(("#code", "12"))),
        new("/documents/{Key}", "sent", Scene.Stranger, SendDocumentAsync),
        new("/documents/{Key}", "refused", Scene.Stranger, SendNoDocumentAsync),
        new("/documents/{Key}", "over", Scene.Stranger, At("/documents/over"), OtherWordsOnly: true),
        new("/check", "digits", Scene.Stranger, At("/check"), Fill(("#code", "12345678"))),
        new("/check", "answered", Scene.Stranger, CheckAsync, ShownOnce: true),
        new("/undo/{Secret}", "offered", Scene.Stranger, OpenUndoAsync),
        new("/undo/{Secret}", "over", Scene.Stranger, At("/undo/over"), OtherWordsOnly: true),
        new("/profile", "profile", Scene.Holder, At("/profile"), Fill(("#nickname", new string('m', 41)))),
        new("/profile", "with a picture", Scene.Holder, OpenProfileWithPictureAsync, SendNoPictureAsync),
        new("/connect/authorize", "consent", Scene.Holder, At(AuthorizePath())),
        new("/connect/verify", "enter the code", Scene.Holder, At("/connect/verify"), Fill(("#user_code", "AAAA-BBBB"))),
        new("/connect/verify", "allow", Scene.Holder, OpenVerifyAsync),
        new("/connect/verified", "allowed", Scene.Holder, At("/connect/verified")),
        new("/connect/verified", "refused", Scene.Holder, At("/connect/verified?refused=true"), OtherWordsOnly: true),
        new("/operator/sign-in", "sign-in", Scene.Stranger, At("/operator/sign-in"), Fill(("#name", "nobody"), ("#password", "wrong"))),
        new("/operator", "find", Scene.Operator, At("/operator"), Fill(("#identifier", "nobody@example.org"))),
        new("/operator/account", "account", Scene.Operator, FindAsync, Fill(("#reason", "why"), ("#password", "wrong"))),
        new("/operator/firmware", "firmware", Scene.Operator, At("/operator/firmware")),
        new("/operator/workshops", "workshops", Scene.Operator, At("/operator/workshops")),
        new("/operator/tickets", "tickets", Scene.Operator, At("/operator/tickets")),
        new("/operator/alarms", "alarms", Scene.Operator, At("/operator/alarms")),
        new("/operator/alarms", "some alarms", Scene.Operator, OpenAlarmsAsync),
        new("/operator/devices", "find a device", Scene.Operator, At("/operator/devices"), Fill(("#value", "490154203237519"))),
        new("/operator/devices", "found devices", Scene.Operator, FindDeviceAsync),
        new("/operator/devices/{Id}", "a device", Scene.Operator, OpenOperatorsDeviceAsync),
        new("/operator/duplicates", "duplicates", Scene.Operator, At("/operator/duplicates")),
        new("/operator/manifests", "manifests", Scene.Operator, At("/operator/manifests")),
        new("/operator/cases", "none", Scene.Operator, At("/operator/cases")),
        new("/operator/cases/{Number}", "not drawn", Scene.Operator, At("/operator/cases/00000-00000"), ShownOnce: true),
        new("/operator/cases", "an agent's", Scene.Agent, At("/operator/cases")),
        new("/operator/cases/{Number}", "a case", Scene.Agent, OpenCaseOfAgentAsync, FillUnsigned("#reason")),
        new("/operator/cases/{Number}", "a case at another address", Scene.Agent, AskForPasskeyAsync),
        new("/operator/passkey", "no passkey", Scene.Operator, At("/operator/passkey"), FillUnsigned("#password", ("#name", "Blue"), ("#password", "wrong"))),
        new("/operator/passkey", "a passkey", Scene.Agent, At("/operator/passkey"), Fill(("#remove-password", "wrong"))),
        new("/operator/cases/intake", "open a case for a caller", Scene.Agent, At("/operator/cases/intake"), Fill(("#identifier", "0000000000"), ("#contact", "nobody"))),
        new("/operator/roles", "roles", Scene.Operator, At("/operator/roles"), Fill(("#name", "nobody"), ("#password", "wrong"))),
        new("/operator/keys", "keys", Scene.Operator, At("/operator/keys")),
        new("/operator/log", "log", Scene.Operator, At("/operator/log")),
        new("/error/{Status:int}", "not found", Scene.Stranger, At("/no-such-page")),
        new("/error/{Status:int}", "form too old", Scene.Stranger, At("/error/400"), OtherWordsOnly: true),
        new("/error/{Status:int}", "not allowed", Scene.Stranger, At("/error/403"), OtherWordsOnly: true),
        new("/error/{Status:int}", "too often", Scene.Stranger, At("/error/429"), OtherWordsOnly: true),
        new("/error/{Status:int}", "failed", Scene.Holder, At("/error/500"), OtherWordsOnly: true),
    ];

    /// <summary>For theories.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(v => v.ToString())];

    /// <summary>For theories about what pages look like.</summary>
    public static TheoryData<string> Looks { get; } = [.. All.Where(v => !v.OtherWordsOnly).Select(v => v.ToString())];

    /// <summary>The visit of that name.</summary>
    public static Visit Of(string name) => All.Single(v => v.ToString() == name);

    private static Func<PageStage, IPage, CancellationToken, Task> At(string path) => (_, page, _) => page.GotoAsync(path);

    private static Func<IPage, Task> Fill(params (string Field, string Text)[] fields) => async page =>
    {
        foreach (var (field, text) in fields)
        {
            await page.FillAsync(field, text);
        }

        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator(fields[0].Field) }).Locator("button[type=submit]").ClickAsync();
    };

    // As a browser sends it in which no script runs.
    private static Func<IPage, Task> FillUnsigned(string within, params (string Field, string Text)[] fields) => async page =>
    {
        foreach (var (field, text) in fields)
        {
            await page.FillAsync(field, text);
        }

        await page.Locator(within).EvaluateAsync("e => e.form.submit()");
        await page.Locator("#problem").WaitForAsync();
    };

    private static Func<PageStage, IPage, CancellationToken, Task> TypePasswordAsync(string path, string field, string password, int grade) => async (_, page, _) =>
    {
        await page.GotoAsync(path);
        await page.FillAsync(field, password);
        await page.Locator($".strength[data-grade='{grade}']").WaitForAsync();
    };

    private static async Task OpenProfileWithPictureAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/profile");
        await SendPictureAsync(page, Convert.FromBase64String("R0lGODlhAQABAIAAAAAA/wAAACwAAAAAAQABAAACAkQBADs="));
    }

    private static Task SendNoPictureAsync(IPage page) => SendPictureAsync(page, "<svg/>"u8.ToArray());

    private static async Task SendPictureAsync(IPage page, byte[] content)
    {
        await page.SetInputFilesAsync("#picture", new FilePayload { Name = "me.gif", MimeType = "image/gif", Buffer = content });
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#picture") }).Locator("button[type=submit]").ClickAsync();
    }

    // By the script, in pieces, and looked at until it is kept.
    private static async Task SendDocumentAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync($"/documents/{await stage.Server.OpenDocumentsAsync(ct)}");
        await SendDocumentAsync(page, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        await page.Locator(".rows li").First.WaitForAsync();
    }

    private static async Task SendNoDocumentAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync($"/documents/{await stage.Server.OpenDocumentsAsync(ct)}");
        await SendDocumentAsync(page, "R0lGODlhAQABAIAAAAAA/wAAACwAAAAAAQABAAACAkQBADs=");
        await page.Locator(".sending p").Filter(new LocatorFilterOptions { HasTextRegex = AnyText() }).WaitForAsync();
    }

    private static async Task SendDocumentAsync(IPage page, string content)
    {
        await page.SetInputFilesAsync("#document", new FilePayload { Name = "receipt.png", MimeType = "image/png", Buffer = Convert.FromBase64String(content) });
        await page.Locator("form.documents button[type=submit]").ClickAsync();
    }

    [GeneratedRegex(@"\S")]
    private static partial Regex AnyText();

    private static async Task OpenDeviceAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/devices");
        await page.Locator(".tile").First.ClickAsync();
    }

    private static Func<PageStage, IPage, CancellationToken, Task> OpenOfDeviceAsync(string page) => async (stage, window, ct) =>
    {
        await OpenDeviceAsync(stage, window, ct);
        await window.GotoAsync($"{new Uri(window.Url).AbsolutePath}/{page}");
    };

    private static async Task OpenWorkshopAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await OpenDeviceAsync(stage, page, ct);
        var path = new Uri(page.Url).AbsolutePath;
        await stage.Server.MakeWorkshopAsync("Phone Corner", path.Split('/')[^1], ct);
        await page.GotoAsync($"{path}/workshop?workshop=Phone%20Corner");
    }

    private static async Task OpenCopiedAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await stage.Server.SeeCopyAsync(stage.WithoutNetwork, ct);
        await page.GotoAsync($"/devices/{stage.WithoutNetwork}");
    }

    private static async Task OpenAlarmsAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await stage.Server.AlarmAsync(stage.LookedAtDevice, ct);
        await stage.Server.SeeCopyAsync(stage.LookedAtDevice, ct);
        await page.GotoAsync("/operator/alarms");
    }

    private static Task<IResponse?> OpenOfflineAsync(PageStage stage, IPage page, CancellationToken ct) => page.GotoAsync($"/devices/{stage.WithoutNetwork}/offline");

    private static async Task FillQuestionAsync(IPage page)
    {
        // Once it is let go its question alone is enough.
        if (await page.Locator("#password").CountAsync() > 0)
        {
            await page.FillAsync("#password", PageStage.Password);
        }

        await Fill(("#question", "AAAA"))(page);
    }

    private static async Task BringQuestionAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await OpenOfflineAsync(stage, page, ct);
        await page.FillAsync("#question", stage.AskOffline());
        // Once it is let go its question alone is enough.
        if (await page.Locator("#password").CountAsync() > 0)
        {
            await page.FillAsync("#password", PageStage.Password);
            await page.FillAsync("#code", await stage.Server.PaperAsync(stage.WithoutNetwork, ct));
        }

        await PageStage.SubmitAsync(page);
    }

    private static async Task OpenAddressCodeAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/security/addresses/code");
        if (new Uri(page.Url).AbsolutePath == "/security/addresses")
        {
            await page.FillAsync("#new-address", PageStage.NewEmail());
            await page.FillAsync("#add-password", PageStage.Password);
            await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#new-address") }).Locator("button[type=submit]").ClickAsync();
        }
    }

    private static Func<PageStage, IPage, CancellationToken, Task> OpenAskedAsync(Func<PageStage, string> path) => async (stage, page, ct) =>
    {
        await stage.SceneAsync(Scene.Asked, ct);
        await page.GotoAsync(path(stage));
    };

    private static async Task OpenGivingAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync($"/devices/{stage.Giving}/transfer");

    private static async Task LookAtTransferAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/transfer?code=" + await stage.TransferCodeAsync(ct));
        await PageStage.SubmitAsync(page);
        await page.Locator("#password").WaitForAsync();
    }

    private static async Task CheckAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/check?code=" + await stage.StatusDigitsAsync(ct));
        await PageStage.SubmitAsync(page);
        await page.Locator("#answer").WaitForAsync();
    }

    private static async Task OpenCallOffAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await stage.SceneAsync(Scene.Departing, ct);
        await page.GotoAsync(stage.DeletionPath);
    }

    private static async Task OpenUndoAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync(await stage.UndoLinkAsync(ct));

    private static async Task OpenCaseAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/case/release");
        await page.FillAsync("#identifier", "R58M12ABC" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4)));
        await page.FillAsync("#contact", PageStage.NewEmail());
        await page.Locator("form.card button[type=submit]").ClickAsync();
        // Not for the page to be "loaded": that may be over before it is waited for.
        await page.Locator("#state").WaitForAsync();
    }

    private static async Task SendToCaseAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/case/mine");
        if (await page.Locator("#document").CountAsync() == 0)
        {
            await stage.SendCaseAsync(page, ct);
        }
    }

    private static async Task OpenCaseOfAgentAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync($"/operator/cases/{stage.LookedAtCase}");

    private static async Task AskForPasskeyAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await OpenCaseOfAgentAsync(stage, page, ct);
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#reason") }).Locator("button[type=submit]").ClickAsync();
        await page.Locator(".passkey-words").Filter(new LocatorFilterOptions { HasTextRegex = AnyText() }).WaitForAsync();
    }

    private static async Task HandInCaseAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        var client = stage.Server.Client();
        var contact = PageStage.NewEmail();
        var opened = await client.OpenCaseAsync(new Client.Cases.OpenCase("release", contact, "R58M12ABC" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))), ct);
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Client.Cases.ProveCaseContact(await stage.Server.LastCodeAsync(contact, ct)), ct);
        await client.SubmitCaseAsync(opened.Number, opened.Secret, ct);
        await page.GotoAsync($"/case/{opened.Number}/{opened.Secret}");
    }

    private static async Task OpenNewLinkAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        var (client, contact) = (stage.Server.Client(), PageStage.NewEmail());
        var opened = await client.OpenCaseAsync(new Client.Cases.OpenCase("recovery", contact, PageStage.NewEmail()), ct);
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Client.Cases.ProveCaseContact(await stage.Server.LastCodeAsync(contact, ct)), ct);
        await client.SendCaseLinkAsync(new Client.Cases.SendCaseLink(opened.Number, contact), ct);
        await page.GotoAsync(System.Text.RegularExpressions.Regex.Match(await stage.Server.LastTextAsync(contact, ct), @"/case/[0-9A-Z]+/[\w-]+").Value);
    }

    private static async Task OpenResetUndoAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync(await stage.ResetUndoLinkAsync(ct));

    private static async Task OpenVerifyAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        var asked = await stage.Server.Client().SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, ct);
        await page.GotoAsync("/connect/verify?user_code=" + Uri.EscapeDataString(asked.UserCode));
    }

    private static async Task DrawCodesAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        // Without the second proof they are made once for each account.
        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { NameRegex = AllButTheLanguage() });
        await stage.RegisterAsync(page, PageStage.NewEmail(), ct);
        await PageStage.DrawCodesAsync(page);
    }

    private static Func<PageStage, IPage, CancellationToken, Task> OpenExportAsync(bool isReady) => async (stage, page, ct) =>
    {
        // Opened again for the same person: a form that is sent once more is that person's.
        await page.GotoAsync("/security/export");
        if (isReady && await page.Locator("form[action='/security/export/file']").CountAsync() > 0)
        {
            return;
        }

        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { NameRegex = AllButTheLanguage() });
        var email = PageStage.NewEmail();
        await stage.RegisterAsync(page, email, ct);
        await stage.Server.MakeExportAsync(email, isReady, ct);
        await page.GotoAsync("/security/export");
    };

    private static async Task OpenFinderAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync($"/contact/{await stage.Server.OpenContactAsync(ct)}");

    private static async Task OpenContactsAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await stage.Server.OpenContactAsync(ct);
        await page.GotoAsync("/contacts");
    }

    private static async Task OpenHolderAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await OpenContactsAsync(stage, page, ct);
        await page.Locator(".rows a").First.ClickAsync();
    }

    private static async Task AskToFreezeAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/freeze");
        await page.FillAsync("#email", PageStage.NewEmail());
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#email") }).Locator("button[type=submit]").ClickAsync();
    }

    private static async Task TurnAlwaysAskOnAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/security/always-ask");
        if (await page.Locator("#code").CountAsync() == 0)
        {
            await page.FillAsync("#password", PageStage.Password);
            await PageStage.SubmitAsync(page);
        }
    }

    private static async Task FreezeAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/security/freeze");
        if (await page.Locator("#password").CountAsync() == 0)
        {
            await PageStage.SubmitAsync(page);
        }
    }

    private static async Task FindAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/operator");
        await page.FillAsync("#identifier", stage.LookedAt);
        await PageStage.SubmitAsync(page);
    }

    [GeneratedRegex("^(?!(__Host-)?tenure-language$)")]
    private static partial Regex AllButTheLanguage();

    private static async Task FindDeviceAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await page.GotoAsync("/operator/devices");
        await page.CheckAsync("#by-id");
        await page.FillAsync("#value", stage.LookedAtDevice);
        await PageStage.SubmitAsync(page);
    }

    private static async Task OpenReceiptAsync(PageStage stage, IPage page, CancellationToken ct) => await page.GotoAsync($"/devices/{stage.Given}/receipt/0");

    private static async Task OpenOperatorsDeviceAsync(PageStage stage, IPage page, CancellationToken ct)
    {
        await FindDeviceAsync(stage, page, ct);
        await page.Locator(".rows a").First.ClickAsync();
    }

    private static string AuthorizePath() =>
        "/connect/authorize?client_id=tenure-cli&response_type=code&redirect_uri=" + Uri.EscapeDataString("http://127.0.0.1:9/callback")
        + "&scope=" + Uri.EscapeDataString(TokenClient.AccountScope) + "&code_challenge=" + Pkce.Create().Challenge + "&code_challenge_method=S256";
}

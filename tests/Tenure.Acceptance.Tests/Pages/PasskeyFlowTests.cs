using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Passkeys in Chromium, with its own virtual authenticators.</summary>
[Collection("pages")]
public sealed class PasskeyFlowTests(PageStage stage)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_registers_two_passkeys_and_signs_a_decision()
    {
        stage.Used();
        var number = await DrawnAsync("dora");
        // Browsers take no number for the name of a server here.
        var page = await stage.NewPageAsync(host: "localhost", hasWindows: true);
        var client = await page.Context.NewCDPSessionAsync(page);
        await client.SendAsync("WebAuthn.enable");
        var first = await AddAsync(client);
        await PageStage.SignInOperatorAsync(page, "dora");
        await RegisterAsync(page, "Blue");
        await Assertions.Expect(page.Locator(".notice")).ToBeVisibleAsync();
        Assert.Equal([null], await stage.Server.PasskeysOfAsync("dora", Ct));

        // The new one is made by the other authenticator, then the first one vouches for it.
        await client.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = first, ["enabled"] = false });
        var second = await AddAsync(client);
        // A person who has to touch the first one now takes a moment to do it; an authenticator of the browser's that is told to answer only after it was asked stays silent.
        await page.AddInitScriptAsync("""
            const get = navigator.credentials.get.bind(navigator.credentials);
            navigator.credentials.get = async wish => {
              while (!window.firstIsTouched) await new Promise(then => setTimeout(then, 20));
              return get(wish);
            };
            """);
        await RegisterAsync(page, "Green");
        for (var tries = 0; await CountAsync(client, second) == 0; tries++)
        {
            Assert.True(tries < 200, "no second passkey is made");
            await Task.Delay(50, Ct);
        }

        // Touched as well, the new one would say that it knows none of the passkeys that are asked for, and with that all of them are refused.
        await client.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = second, ["enabled"] = false });
        await client.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = first, ["enabled"] = true });
        await page.EvaluateAsync("window.firstIsTouched = true");
        await Assertions.Expect(page.GetByText("You have 2 of 5")).ToBeVisibleAsync();
        Assert.Equal([true, false], (await stage.Server.PasskeysOfAsync("dora", Ct)).Select(used => used is not null));

        await stage.Server.LetPasskeysCountAsync(Ct);
        await page.GotoAsync($"/operator/cases/{number}");
        await page.EvaluateAsync("window.firstIsTouched = true");
        await page.CheckAsync("#verdict-reject");
        await page.SelectOptionAsync("#reason", "Doubtful");
        await client.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = first, ["isUserVerified"] = false });
        await client.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = second });
        await SubmitAsync(page, "#reason");
        await Assertions.Expect(page.Locator(".passkey-words")).ToHaveTextAsync("No passkey answered. Try it once more.");

        await client.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = first, ["isUserVerified"] = true });
        await SubmitAsync(page, "#reason");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Your word is written down.");
        Assert.EndsWith("/operator/cases?done=decided", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_or_at_another_address_the_page_says_what_is_missing()
    {
        stage.Used();
        var number = await DrawnAsync("emil");
        await stage.Server.GivePasskeyAsync("emil", Ct);
        var bare = await stage.NewPageAsync(scripts: false);
        await PageStage.SignInOperatorAsync(bare, "emil");
        await bare.GotoAsync($"/operator/cases/{number}");
        Assert.Contains("A passkey needs JavaScript.", await bare.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await SubmitAsync(bare, "#reason");
        Assert.Contains("Passkeys need JavaScript.", await bare.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);

        var elsewhere = await stage.NewPageAsync();
        await PageStage.SignInOperatorAsync(elsewhere, "emil");
        await elsewhere.GotoAsync($"/operator/cases/{number}");
        Assert.DoesNotContain("A passkey needs JavaScript.", await elsewhere.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await SubmitAsync(elsewhere, "#reason");
        await Assertions.Expect(elsewhere.Locator(".passkey-words")).ToHaveTextAsync($"Passkeys belong to http://localhost:{stage.Server.Address.Port}. Open this page there.");
    }

    private async Task<string> DrawnAsync(string name)
    {
        await stage.Server.MakeAgentAsync(name, PageStage.Password, Ct);
        var sender = await stage.NewPageAsync();
        var number = await stage.SendCaseAsync(sender, Ct);
        await PageStage.HandInAsync(sender);
        await stage.Server.DrawAsync(number, name, Ct);
        return number;
    }

    private static async Task RegisterAsync(IPage page, string name)
    {
        await page.GotoAsync("/operator/passkey");
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", PageStage.Password);
        await SubmitAsync(page, "#name");
    }

    private static Task SubmitAsync(IPage page, string within) => page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator(within) }).Locator("button[type=submit]").ClickAsync();

    private static async Task<string> AddAsync(ICDPSession client)
    {
        var added = await client.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "usb",
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return added!.Value.GetProperty("authenticatorId").GetString()!;
    }

    private static async Task<int> CountAsync(ICDPSession client, string authenticator) =>
        (await client.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = authenticator }))!.Value.GetProperty("credentials").GetArrayLength();
}

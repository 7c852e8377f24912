using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>What a person sees while typing a new password.</summary>
[Collection("pages")]
public sealed class PasswordMeterTests(PageStage stage)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rules_are_met_one_after_the_other_while_a_password_is_typed()
    {
        stage.Used();
        var page = await ChoosingAsync();
        Assert.Equal((null, "0"), (await WordsAsync(page), await page.Locator(".bars").GetAttributeAsync("aria-valuenow")));

        await page.Locator("#password").PressSequentiallyAsync("Zuzanna");
        await SaysAsync(page, "Weak. The password is too short: it needs at least 15 characters.");
        Assert.Equal(["unmet", "", ""], await StatesAsync(page));

        // Long enough: a known word and a number.
        await page.FillAsync("#password", "Password12345678");
        await SaysAsync(page, "Weak. This password is easy to guess. Choose another one.");
        Assert.Equal(["met", "met", "unmet"], await StatesAsync(page));
        Assert.Equal("Weak", await page.Locator(".bars").GetAttributeAsync("aria-valuetext"));

        await page.FillAsync("#nickname", "Zuzanna Kowalska");
        await page.FillAsync("#password", "Zuzanna Kowalska 7!");
        await SaysAsync(page, "Weak. This password is made of your own data. Choose another one.");
        Assert.Equal(["met", "unmet", ""], await StatesAsync(page));

        await page.FillAsync("#password", "qhvkwzjxnrtbpfm");
        await SaysAsync(page, "Fair. It is accepted; one more word makes it harder to guess.");
        await page.FillAsync("#password", "kTq7 vorn-Dril 58 wuz");
        await SaysAsync(page, "Strong");
        Assert.Equal(["met", "met", "met"], await StatesAsync(page));
        Assert.Equal("4", await page.Locator(".bars").GetAttributeAsync("aria-valuenow"));
        Assert.Equal(3, await page.Locator(".rules li:has-text('(met)')").CountAsync());

        await page.FillAsync("#password", new string('k', 129));
        await SaysAsync(page, "Weak. The password is too long: at most 128 characters.");
        await page.FillAsync("#password", "");
        await SaysAsync(page, "");
        Assert.Equal(["", "", ""], await StatesAsync(page));
    }

    [Fact]
    public async Task Nothing_leaves_the_page_before_the_password_is_long_enough_and_every_question_is_as_long_as_any_other()
    {
        stage.Used();
        var page = await ChoosingAsync();
        var asked = new List<(string? Body, string Address)>();
        page.Request += (_, request) =>
        {
            if (request.ResourceType == "fetch")
            {
                asked.Add((request.PostData, request.Url));
            }
        };
        await page.Locator("#password").PressSequentiallyAsync("tin ladder sev");
        await SaysAsync(page, "Weak. The password is too short: it needs at least 15 characters.");
        Assert.Empty(asked);

        foreach (var password in (string[])["tin ladder seven moths", "八个绿色的梯子在月亮上睡觉呢吗", "kTq7 vorn-Dril 58 wuz and so much more of it"])
        {
            await page.FillAsync("#password", password);
            await page.Locator(".strength:not([data-grade='0'])").WaitForAsync();
        }

        Assert.Equal(3, asked.Count);
        Assert.Single(asked.Select(a => a.Body?.Length).Distinct());
        Assert.All(asked, a => Assert.Equal("/register/password/grade", new Uri(a.Address).PathAndQuery));
    }

    [Fact]
    public async Task A_meter_that_gets_no_answer_says_so_and_the_form_goes_on()
    {
        stage.Used();
        var page = await ChoosingAsync();
        await page.EvaluateAsync("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }");
        await page.FillAsync("#password", PageStage.Password);
        await SaysAsync(page, "This cannot be checked now. It is checked when you send the form.");
        await page.FillAsync("#again", PageStage.Password);
        await PageStage.SubmitAsync(page);
        Assert.Equal("/register/done", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task What_was_said_of_an_earlier_text_is_gone_at_the_next_key()
    {
        stage.Used();
        var page = await ChoosingAsync();
        await page.FillAsync("#password", "kTq7 vorn-Dril 58 wuz");
        await SaysAsync(page, "Strong");
        await page.EvaluateAsync("() => { window.fetch = () => new Promise(() => {}); }");
        await page.FillAsync("#password", "passwordpassword");
        Assert.Equal((null, "0"), (await WordsAsync(page), await page.Locator(".strength").GetAttributeAsync("data-grade")));
    }

    [Fact]
    public async Task Without_scripts_the_rules_are_a_list_and_are_checked_when_the_form_is_sent()
    {
        stage.Used();
        var page = await ChoosingAsync(scripts: false);
        Assert.False(await page.Locator(".strength").IsVisibleAsync());
        Assert.Equal(3, await page.Locator(".rules li").CountAsync());
        await page.FillAsync("#password", "passwordpassword");
        await page.FillAsync("#again", "passwordpassword");
        await PageStage.SubmitAsync(page);
        Assert.Contains("easy to guess", await page.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);
        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#again", PageStage.Password);
        await PageStage.SubmitAsync(page);
        Assert.Equal("/register/done", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_signed_in_person_is_told_too()
    {
        stage.Used();
        var page = await stage.NewPageAsync();
        var number = await stage.RegisterAsync(page, PageStage.NewEmail(), Ct);
        await page.GotoAsync("/security");
        await page.FillAsync("#new", number + "kX7!z");
        await SaysAsync(page, "Weak. This password is made of your own data. Choose another one.");
        await page.FillAsync("#new", "kTq7 vorn-Dril 58 wuz");
        await SaysAsync(page, "Strong");
    }

    private async Task<IPage> ChoosingAsync(bool scripts = true)
    {
        var (page, email) = (await stage.NewPageAsync(scripts), PageStage.NewEmail());
        await page.GotoAsync("/register");
        await page.FillAsync("#email", email);
        await PageStage.SubmitAsync(page);
        await page.FillAsync("#code", await stage.Server.LastCodeAsync(email, Ct));
        await PageStage.SubmitAsync(page);
        return page;
    }

    private static Task SaysAsync(IPage page, string words) => Assertions.Expect(page.Locator(".strength [aria-live=polite]")).ToHaveTextAsync(words);

    private static async Task<string?> WordsAsync(IPage page) => await page.Locator(".strength [aria-live=polite]").InnerTextAsync() is { Length: > 0 } words ? words : null;

    private static async Task<string[]> StatesAsync(IPage page) =>
        await page.Locator(".rules li").EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.state ?? '')");
}

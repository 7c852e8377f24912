using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using Tenure.Domain.Accounts;

namespace Tenure.Acceptance.Tests.Pages;

[Collection("pages")]
public sealed partial class PageLanguageTests(PageStage stage)
{
    private const string First = Languages.Default;
    private static readonly string[] Others = [.. Languages.All.Where(language => language != First)];

    // Words that are the same in two languages, each looked at by a person.
    private static readonly HashSet<(string Language, string Text)> Same = [("de", "Name"), ("es", "Error"), ("es", "No")];

    private static readonly string[] SpokenAttributes = ["aria-label", "title", "placeholder", "alt", "aria-description"];

    [Theory]
    [MemberData(nameof(Visits.Names), MemberType = typeof(Visits))]
    public async Task Axe_finds_nothing_on_a_page_and_it_speaks_one_language_both_after_wrong_input_too(string name)
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var visit = Visits.Of(name);
        var page = await stage.SceneAsync(visit.Scene, ct);
        await visit.Open(stage, page, ct);
        // What failed before may have left another one.
        if (await page.Locator("html").GetAttributeAsync("lang") != First)
        {
            await SpeakAsync(page, First);
            await visit.Open(stage, page, ct);
        }

        var english = Texts(await page.ContentAsync(), First);
        var scripted = await page.Locator("script").CountAsync() > 0;
        List<string> faults = visit.OtherWordsOnly ? [] : await PageAccessibilityTests.LookAsync(page, "");
        var (englishMistake, sent) = await MakeMistakeAsync(visit, page, First);
        if (visit is { OtherWordsOnly: false, Mistake: not null })
        {
            faults.AddRange(await PageAccessibilityTests.LookAsync(page, " after wrong input"));
        }

        Assert.Empty(faults);
        foreach (var language in Others)
        {
            // As the switch does it, without drawing the page: nothing in it depends on that, except where there is a script.
            var address = page.Url;
            var spoken = await SpeakAsync(page, language);
            var html = await spoken.TextAsync();
            // The switch keeps the page, but not that of an error, and not what was the answer to a form.
            if (visit.ShownOnce || scripted || spoken.Url != address)
            {
                await visit.Open(stage, page, ct);
                html = await page.ContentAsync();
            }

            Check(language, english, Texts(html, language));
            if (sent is not null)
            {
                // The same wrong input again.
                var answer = await page.APIRequest.PostAsync(
                    sent.Url, new APIRequestContextOptions { DataByte = sent.PostDataBuffer, Headers = [new("Content-Type", sent.Headers["content-type"])] });
                html = await answer.TextAsync();
                Assert.Contains("id=\"problem\"", html, StringComparison.Ordinal);
                Check(language, englishMistake, Texts(html, language));
            }
            else if (visit.Mistake is not null)
            {
                await visit.Open(stage, page, ct);
                Check(language, englishMistake, (await MakeMistakeAsync(visit, page, language)).Texts);
            }
        }

        await SpeakAsync(page, First);
    }

    [Fact]
    public async Task A_click_on_a_language_keeps_the_page_and_changes_its_words()
    {
        stage.Used();
        var page = await stage.NewPageAsync();
        await page.GotoAsync("/sign-in");
        foreach (var language in (string[])[.. Others, First])
        {
            await page.Locator(".languages summary").ClickAsync();
            await page.Locator($".languages button[value={language}]").ClickAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
            Assert.Equal("/sign-in", new Uri(page.Url).AbsolutePath);
            Assert.NotEmpty(Texts(await page.ContentAsync(), language));
        }
    }

    // Sends the form of the switch; gives the page to which that leads.
    private static async Task<IAPIResponse> SpeakAsync(IPage page, string language)
    {
        var fields = await page.EvaluateAsync<Dictionary<string, string>>("Object.fromEntries(new FormData(document.querySelector('.languages form')))");
        var form = page.APIRequest.CreateFormData();
        foreach (var (name, value) in fields.Append(new("language", language)))
        {
            form.Set(name, value);
        }

        return await page.APIRequest.PostAsync((await page.Locator(".languages form").GetAttributeAsync("action"))!, new APIRequestContextOptions { Form = form });
    }

    private static void Check(string language, HashSet<string> english, HashSet<string> other)
    {
        Assert.Equal([], other.Where(t => english.Contains(t) && Letters().IsMatch(t) && !Same.Contains((language, t))));
        Assert.Equal([], other.Where(t => EnglishTexts.All.Contains(t) && !EnglishTexts.IsAlso(language, t) && !Same.Contains((language, t))));
        // A key without a text would be shown as itself.
        Assert.Equal([], other.Where(t => EnglishTexts.Keys.Contains(t) && !EnglishTexts.IsAlso(language, t)));
    }

    // The words of the page that answers to wrong input, and what was sent for it; nothing was sent that can be sent again where it has a file.
    private static async Task<(HashSet<string> Texts, IRequest? Sent)> MakeMistakeAsync(Visit visit, IPage page, string language)
    {
        if (visit.Mistake is not { } mistake)
        {
            return ([], null);
        }

        IRequest? sent = null;
        void Keep(object? from, IRequest request) => sent = request is { Method: "POST", PostDataBuffer.Length: > 0 } && request.IsNavigationRequest ? request : sent;
        page.Request += Keep;
        await mistake(page);
        page.Request -= Keep;
        // Waits: what takes wrong input without a word never shows it.
        await page.Locator("#problem").WaitForAsync();
        return (Texts(await page.ContentAsync(), language), sent?.Headers["content-type"].StartsWith("multipart/", StringComparison.Ordinal) == false ? sent : null);
    }

    /// <summary>Text nodes, title and spoken attributes; without what is marked as not to be translated and what says that it is in another language.</summary>
    private static HashSet<string> Texts(string html, string language)
    {
        using var document = new HtmlParser().ParseDocument(html);
        Assert.Equal(language, document.DocumentElement.GetAttribute("lang"));
        Assert.Single(document.QuerySelectorAll("h1"));
        var found = new List<string> { OwnName().Replace(document.Title ?? "", "") };
        var body = document.Body!;
        found.AddRange(body.Descendants<IText>().Where(text => IsSpoken(text.ParentElement)).Select(text => text.Text));
        foreach (var element in body.QuerySelectorAll("*").Where(IsSpoken))
        {
            found.AddRange(SpokenAttributes.Select(element.GetAttribute).OfType<string>());
        }

        // A title or a label may name a thing that has a name of its own.
        var names = document.QuerySelectorAll("[translate=no]").Select(e => e.TextContent.Trim()).ToHashSet();
        return [.. found.Select(text => text.Trim()).Where(text => text.Length > 0 && !names.Contains(text)).Select(text => Digits().Replace(text, "0"))];

        bool IsSpoken(IElement? element)
        {
            for (var at = element; at is not null; at = at.ParentElement)
            {
                if (at.GetAttribute("translate") == "no" || (at.GetAttribute("lang") is { Length: > 0 } other && other != language))
                {
                    return false;
                }
            }

            return true;
        }
    }

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Letters();

    [GeneratedRegex(" · Tenure$")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tenure.Domain.Accounts;

namespace Tenure.Acceptance.Tests.Pages;

[Collection("pages")]
public sealed partial class PageLanguageTests(PageStage stage)
{
    private const string First = Languages.Default;
    private static readonly string[] Others = [.. Languages.All.Where(language => language != First)];

    // Words that are the same in two languages, each looked at by a person.
    private static readonly HashSet<(string Language, string Text)> Same = [("de", "Name"), ("es", "Error")];

    /// <summary>Text nodes, title and spoken attributes; without what is marked as not to be translated and what says that it is in another language.</summary>
    private const string Texts = """
        () => {
          const here = document.documentElement.lang;
          const kept = e => { for (let n = e; n; n = n.parentElement) { if (n.getAttribute('translate') === 'no' || (n.lang && n.lang !== here)) return false; } return true; };
          const found = document.title ? [document.title.replace(/ · Tenure$/, '')] : [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) { const t = walk.currentNode.textContent.trim(); if (t && kept(walk.currentNode.parentElement)) found.push(t); }
          for (const e of document.body.querySelectorAll('*'))
            for (const a of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
              if (e.hasAttribute(a) && kept(e)) found.push(e.getAttribute(a).trim());
          // A title or a label may name a thing that has a name of its own.
          const names = new Set([...document.querySelectorAll('[translate=no]')].map(e => e.textContent.trim()));
          return found.filter(t => !names.has(t));
        }
        """;

    [Theory]
    [MemberData(nameof(Visits.Names), MemberType = typeof(Visits))]
    public async Task A_page_speaks_one_language_after_wrong_input_too(string name)
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var visit = Visits.Of(name);
        var page = await stage.SceneAsync(visit.Scene, ct);
        await visit.Open(stage, page, ct);
        await SpeakAsync(First);
        var english = await ReadAsync(page, First);
        var englishMistake = await ReadMistakeAsync(visit, page, First);
        foreach (var language in Others)
        {
            await SpeakAsync(language);
            Check(language, english, await ReadAsync(page, language));
            Check(language, englishMistake, await ReadMistakeAsync(visit, page, language));
        }

        await SwitchAsync(page, First);

        async Task SpeakAsync(string language)
        {
            var address = page.Url;
            await SwitchAsync(page, language);
            // The switch keeps the page, but not that of an error, and not what was the answer to a form.
            if (visit.ShownOnce || page.Url != address)
            {
                await visit.Open(stage, page, ct);
            }
        }
    }

    private static void Check(string language, HashSet<string> english, HashSet<string> other)
    {
        Assert.Equal([], other.Where(t => english.Contains(t) && Letters().IsMatch(t) && !Same.Contains((language, t))));
        Assert.Equal([], other.Where(t => EnglishTexts.All.Contains(t) && !EnglishTexts.IsAlso(language, t) && !Same.Contains((language, t))));
        // A key without a text would be shown as itself.
        Assert.Equal([], other.Where(t => EnglishTexts.Keys.Contains(t) && !EnglishTexts.IsAlso(language, t)));
    }

    private static async Task<HashSet<string>> ReadMistakeAsync(Visit visit, IPage page, string language)
    {
        if (visit.Mistake is not { } mistake)
        {
            return [];
        }

        await mistake(page);
        Assert.True(await page.Locator("#problem").IsVisibleAsync(), $"{visit} takes wrong input without a word.");
        return await ReadAsync(page, language);
    }

    private static async Task<HashSet<string>> ReadAsync(IPage page, string language)
    {
        await SpeaksAsync(page, language);
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        return [.. (await page.EvaluateAsync<string[]>(Texts)).Select(t => Digits().Replace(t, "0"))];
    }

    private static async Task SwitchAsync(IPage page, string language)
    {
        await page.Locator(".languages summary").ClickAsync();
        await page.Locator($".languages button[value={language}]").ClickAsync();
        await SpeaksAsync(page, language);
    }

    // Waits: a browser that has much to do is still between two pages.
    private static async Task SpeaksAsync(IPage page, string language)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
    }

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}

using System.Net;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

/// <summary>Several accounts, used in turn in one browser.</summary>
public abstract class SharedBrowserTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task Two_accounts_in_turn_on_one_browser_are_asked_for_a_code_once_each()
    {
        using var browser = Browser.New(Server);
        Person[] people = [await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct)];
        foreach (var person in people)
        {
            Assert.Equal("/sign-in/code", await SignInAsync(browser, person, person.Number));
            await TrustAsync(browser, person);
        }

        for (var round = 0; round < 2; round++)
        {
            foreach (var person in people)
            {
                Assert.Equal("/", await SignInAsync(browser, person, round == 0 ? person.Number : person.Email));
                Assert.Contains(person.Number, Digits(await browser.ReadAsync("/profile", Ct)), StringComparison.Ordinal);
                Assert.Contains("state-here", (await browser.ReadAsync("/security", Ct)).Split("id=\"known\"")[1], StringComparison.Ordinal);
                await SignOutAsync(browser);
            }
        }
    }

    [Fact]
    public async Task A_browser_stays_known_to_the_last_five_accounts()
    {
        using var browser = Browser.New(Server);
        var people = new List<Person>();
        for (var i = 0; i <= KnownBrowser.MostAccounts; i++)
        {
            people.Add(await Person.RegisterAsync(Server, Ct));
            Assert.Equal("/sign-in/code", await SignInAsync(browser, people[i], people[i].Number));
            await TrustAsync(browser, people[i]);
        }

        foreach (var person in people.Skip(1))
        {
            Assert.Equal("/", await SignInAsync(browser, person, person.Number));
            await SignOutAsync(browser);
        }

        Assert.Equal("/sign-in/code", await SignInAsync(browser, people[0], people[0].Number));
    }

    [Fact]
    public async Task A_secret_that_was_kept_before_there_were_marks_still_counts_beside_another()
    {
        var (before, after) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        using var browser = await Browser.OfAsync(Server, before, Ct);
        await SignOutAsync(browser);
        Assert.Equal("/sign-in/code", await SignInAsync(browser, after, after.Number));
        await TrustAsync(browser, after);
        Assert.Equal("/", await SignInAsync(browser, before, before.Number));
        await SignOutAsync(browser);
        Assert.Equal("/", await SignInAsync(browser, after, after.Number));
    }

    private static async Task<string> SignInAsync(Browser browser, Person person, string identifier)
    {
        using var answer = await browser.SubmitAsync("/sign-in", Ct, ("identifier", identifier), ("password", person.Password));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task TrustAsync(Browser browser, Person person)
    {
        using var signedIn = await browser.SubmitAsync("/sign-in/code", Ct, ("code", await Person.LastCodeAsync(Server, person.Email, Ct)), ("trust", "true"));
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        await SignOutAsync(browser);
    }

    private static async Task SignOutAsync(Browser browser)
    {
        using var left = await browser.SubmitToAsync("/profile", "/sign-out", Ct);
        Assert.Equal(HttpStatusCode.Found, left.StatusCode);
    }

    // The page groups the digits for reading.
    private static string Digits(string page) => string.Concat(page[page.IndexOf("inline-number", StringComparison.Ordinal)..].Where(char.IsAsciiDigit));
}

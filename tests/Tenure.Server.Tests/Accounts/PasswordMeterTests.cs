using System.Net;
using System.Text.RegularExpressions;
using Tenure.Server.Accounts.Pages;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

/// <summary>What a page is told of a password that is being typed; a hundred times an hour from one network.</summary>
public abstract partial class PasswordMeterTests(ServerFixture server) : ServerTests(server)
{
    internal static readonly Dictionary<string, string> Smallest = new() { ["Passwords:GradesPerNetwork"] = "100" };

    [Theory]
    [InlineData("tin", 1, 1)]
    [InlineData("", 1, 1)]
    [InlineData("passwordpassword", 1, 3)]
    [InlineData("Password12345678", 1, 3)]
    [InlineData("kTq7 vorn-Dril 58 wuz", 4, 0)]
    [InlineData("qhvkwzjxnrtbpfm", 2, 0)]
    public async Task A_page_is_told_the_grade_and_the_first_rule_that_is_not_met(string password, int grade, int rule)
    {
        using var registering = await RegisteringAsync(Person.NewEmail());
        Assert.Equal((grade, rule), await GradeAsync(registering, Registration, password));
        using var holder = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        Assert.Equal((grade, rule), await GradeAsync(holder, Account, password));
    }

    [Fact]
    public async Task A_password_may_not_be_made_of_what_is_known_of_this_person_and_may_of_what_is_known_of_another()
    {
        var (mine, other) = (Person.NewEmail(), Person.NewEmail());
        using var registering = await RegisteringAsync(mine);
        Assert.Equal((1, 2), await GradeAsync(registering, Registration, mine + "7!"));
        Assert.Equal(0, (await GradeAsync(registering, Registration, other + "7!")).Rule);
        Assert.Equal((1, 2), await GradeAsync(registering, Registration, "Zuzanna Kowalska 7!", nickname: "Zuzanna Kowalska"));
        Assert.Equal(0, (await GradeAsync(registering, Registration, "Zuzanna Kowalska 7!", nickname: "Anna")).Rule);

        var (me, neighbour) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        using var holder = await Browser.OfAsync(Server, me, Ct);
        Assert.Equal((1, 2), await GradeAsync(holder, Account, me.Number + "kX7!z"));
        Assert.Equal(0, (await GradeAsync(holder, Account, neighbour.Number + "kX7!z")).Rule);
    }

    [Fact]
    public async Task A_grade_is_kept_by_nobody_and_every_answer_is_as_long_as_any_other()
    {
        using var browser = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        var lengths = new List<int>();
        foreach (var password in (string[])["short", "passwordpassword", "kTq7 vorn-Dril 58 wuz"])
        {
            using var answer = await AskAsync(browser, Account, password);
            Assert.Equal((HttpStatusCode.OK, "application/json", true), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.NoStore));
            lengths.Add((await answer.Content.ReadAsByteArrayAsync(Ct)).Length);
        }

        Assert.Single(lengths.Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_without_its_token_or_with_that_of_somebody_else_is_told_nothing(bool foreign)
    {
        using var browser = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        using var other = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        var token = foreign ? Token().Match(await other.ReadAsync("/security", Ct)).Groups[1].Value : "";
        using var answer = await browser.SubmitToAsync("/security", Account.Path, Ct, ("password", "passwordpassword"), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("\"grade\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_or_has_proven_no_address_is_told_nothing()
    {
        using var stranger = Browser.New(Server);
        using var account = await stranger.SubmitToAsync("/register", Account.Path, Ct, ("password", "passwordpassword"));
        Assert.Equal(HttpStatusCode.Unauthorized, account.StatusCode);
        using var before = await stranger.SubmitToAsync("/register", Registration.Path, Ct, ("password", "passwordpassword"));
        Assert.Equal(HttpStatusCode.Conflict, before.StatusCode);

        // Whether the address has an account or not: its code is not proven.
        var taken = await Person.RegisterAsync(Server, Ct);
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var email in (string[])[taken.Email, Person.NewEmail()])
        {
            using var unproven = Browser.New(Server);
            using var begun = await unproven.SubmitAsync("/register", Ct, ("email", email));
            using var answer = await unproven.SubmitToAsync("/register/code", Registration.Path, Ct, ("password", "passwordpassword"));
            answers.Add((answer.StatusCode, Trace().Replace(await answer.Content.ReadAsStringAsync(Ct), "")));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.Conflict, answers[0].Item1);
    }

    [Fact]
    public async Task What_is_too_long_or_malformed_is_refused()
    {
        using var browser = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        using var malformed = await AskAsync(browser, Account, "passwordpassword\0");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        using var huge = await AskAsync(browser, Account, new string('k', 9000));
        Assert.True((int)huge.StatusCode is 400 or 413, $"It answered {huge.StatusCode}.");
        Assert.Equal((1, 1), await GradeAsync(browser, Account, new string('k', 4000)));
    }

    [Fact]
    public async Task A_network_that_asks_too_often_is_told_to_wait_and_another_is_not()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        for (var asked = 0; asked < 100; asked++)
        {
            Assert.Equal((1, 3), await GradeAsync(browser, Account, "passwordpassword"));
        }

        using var refused = await AskAsync(browser, Account, "passwordpassword");
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (refused.StatusCode, refused.Headers.CacheControl?.NoStore));
        using var elsewhere = await Browser.OfAsync(Server, person, Ct);
        Assert.Equal((1, 3), await GradeAsync(elsewhere, Account, "passwordpassword"));
        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 3), await GradeAsync(browser, Account, "passwordpassword"));
    }

    private static (string Page, string Path) Registration => ("/register/password", GradePassword.PathOfRegistration);

    private static (string Page, string Path) Account => ("/security", GradePassword.PathOfAccount);

    private async Task<Browser> RegisteringAsync(string email)
    {
        var browser = Browser.New(Server);
        using var begun = await browser.SubmitAsync("/register", Ct, ("email", email));
        using var proven = await browser.SubmitAsync("/register/code", Ct, ("code", await Person.LastCodeAsync(Server, email, Ct)));
        Assert.Equal(HttpStatusCode.Found, proven.StatusCode);
        return browser;
    }

    private static Task<HttpResponseMessage> AskAsync(Browser browser, (string Page, string Path) where, string password, string nickname = "") =>
        browser.SubmitToAsync(where.Page, where.Path, Ct, ("password", password), ("nickname", nickname));

    private static async Task<(int Grade, int Rule)> GradeAsync(Browser browser, (string Page, string Path) where, string password, string nickname = "")
    {
        using var answer = await AskAsync(browser, where, password, nickname);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        var said = Said().Match(text);
        Assert.True(said.Success, $"{(int)answer.StatusCode} {text}");
        return (int.Parse(said.Groups[1].ValueSpan, null), int.Parse(said.Groups[2].ValueSpan, null));
    }

    [GeneratedRegex("""^\{"grade":(\d),"rule":(\d)\}$""")]
    private static partial Regex Said();

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Trace();
}

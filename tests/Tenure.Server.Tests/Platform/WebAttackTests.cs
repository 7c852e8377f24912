using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;

namespace Tenure.Server.Tests.Platform;

/// <summary>What is tried on browsers and forms, by its name.</summary>
public abstract partial class WebAttackTests(ServerFixture server) : ServerTests(server)
{
    /// <summary>Places that a form may not lead to, each of which some browser has taken for another server or some server for a header.</summary>
    public static TheoryData<string> NastyPaths { get; } =
    [
        "//evil.example", "//evil.example/", "///evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example", "HTTPS://evil.example",
        "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", " //evil.example", "/%0d%0aSet-Cookie:a=b\r\nSet-Cookie: a=b",
        "evil.example", "@evil.example", ".evil.example", "/ü//evil.example", "/\u0000", "/\u2028", "", "?x", "//%65vil.example", "/%\\evil.example", "https:/evil.example", "/\u00a0/evil.example",
    ];

    [Theory]
    [MemberData(nameof(NastyPaths))]
    public async Task Open_redirect_no_return_address_leads_away(string nasty)
    {
        Assert.Equal("/", LocalPath.Of(nasty));
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = new OperatorBrowser(Server);
        browser.Cookies["tenure-browser"] = person.KnownDevice;
        using var signedIn = await browser.SubmitAsync("/sign-in?return=" + Uri.EscapeDataString(nasty), Ct, ("identifier", person.Number), ("password", person.Password));
        Assert.Equal((HttpStatusCode.Found, "/"), (signedIn.StatusCode, PathOf(signedIn)));
        using var language = await browser.PostAsync("/language", [.. await FormAsync(browser, "/profile"), ("language", "en"), ("return", nasty)], Ct);
        // A form with U+0000 is not even read.
        Assert.Equal(nasty.Contains('\0', StringComparison.Ordinal) ? "none" : "/", language.Headers.Location is null ? "none" : PathOf(language));
        using var already = await browser.GetAsync("/sign-in?return=" + Uri.EscapeDataString(nasty), Ct);
        Assert.Equal("/", PathOf(already));
    }

    [Fact]
    public async Task Csrf_a_form_without_its_token_or_with_another_persons_changes_nothing()
    {
        var (victim, thief) = (await Person.RegisterAsync(Server, Ct, nickname: "Ada"), await Person.RegisterAsync(Server, Ct));
        using var browser = await SignedInAsync(victim);
        using var other = await SignedInAsync(thief);
        var stolen = await FormAsync(other, "/profile");
        (string, string)[] wish = [("_handler", "profile"), ("nickname", "Mallory"), ("language", "en")];
        foreach (var token in (IReadOnlyList<(string, string)>[])[[], stolen, [("__RequestVerificationToken", "AAAA")]])
        {
            using var profile = await browser.PostAsync("/profile", [.. token, .. wish], Ct);
            Assert.Equal(HttpStatusCode.BadRequest, profile.StatusCode);
            using var password = await browser.PostAsync("/security", [.. token, ("_handler", "end-others")], Ct);
            Assert.Equal(HttpStatusCode.BadRequest, password.StatusCode);
            using var signOut = await browser.PostAsync("/sign-out", token, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
            using var language = await browser.PostAsync("/language", [.. token, ("language", "ru")], Ct);
            Assert.Equal(HttpStatusCode.BadRequest, language.StatusCode);
            using var signIn = await browser.PostAsync("/sign-in", [.. token, ("identifier", thief.Number), ("password", thief.Password)], Ct);
            Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        }

        Assert.Contains("value=\"Ada\"", await browser.ReadAsync("/profile", Ct), StringComparison.Ordinal);
        var number = AccountNumber.FromStored(victim.Number);
        Assert.Equal("en", await Server.WithDatabaseAsync(db => db.Accounts.Where(a => a.Number == number).Select(a => a.Language).SingleAsync(Ct)));
        // The right token does it: the test does not fail for another reason.
        using var done = await browser.PostAsync("/profile", [.. await FormAsync(browser, "/profile"), .. wish], Ct);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
    }

    [Fact]
    public async Task Csrf_operators_forms_need_the_token_of_their_own_session()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var other = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);
        var stolen = await FormAsync(other, "/operator");
        foreach (var token in (IReadOnlyList<(string, string)>[])[[], stolen])
        {
            using var act = await browser.PostAsync(
                "/operator/account", [.. token, ("_handler", "act"), ("number", person.Number), ("act", "Suspend"), ("reason", "a good reason"), ("password", OperatorBrowser.Password)], Ct);
            Assert.Equal(HttpStatusCode.BadRequest, act.StatusCode);
            using var signOut = await browser.PostAsync("/operator/sign-out", token, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
        }

        await (await person.SignInAsync(Server, Ct)).GetAccountAsync(Ct);
        await browser.ReadAsync("/operator", Ct);
    }

    [Fact]
    public async Task Session_fixation_a_cookie_from_before_is_no_session_after_a_sign_in()
    {
        var (person, thief) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        using var planted = await SignedInAsync(thief);
        var before = planted.Cookies["tenure"];
        // The thief's cookie lies in the victim's browser; the victim signs out there and in.
        using var victim = new OperatorBrowser(Server);
        victim.Cookies["tenure"] = before;
        using var out_ = await victim.PostAsync("/sign-out", await FormAsync(victim, "/profile"), Ct);
        victim.Cookies["tenure-browser"] = person.KnownDevice;
        using var signedIn = await victim.SubmitAsync("/sign-in", Ct, ("identifier", person.Number), ("password", person.Password));
        var first = victim.Cookies["tenure"];
        Assert.NotEqual(before, first);
        using var old = await planted.GetAsync("/profile", Ct);
        Assert.Equal(HttpStatusCode.Found, old.StatusCode);

        using var again = await SignedInAsync(person);
        Assert.NotEqual(first, again.Cookies["tenure"]);
        var number = AccountNumber.FromStored(person.Number);
        var ids = await Server.WithDatabaseAsync(async db =>
        {
            var id = await db.Accounts.Where(a => a.Number == number).Select(a => a.Id).SingleAsync(Ct);
            return await db.Set<Domain.SignIn.Session>().Where(s => s.AccountId == id).Select(s => s.Id).ToListAsync(Ct);
        });
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.True(ids.Count >= 2);
    }

    [Theory]
    [InlineData("Ada\r\nBcc: all@example.org")]
    [InlineData("Ada\nSet-Cookie: a=b")]
    [InlineData("Ada\rX: y")]
    [InlineData("Ada\u0085X")]
    [InlineData("Ada\u2028X")]
    public async Task Header_injection_a_line_end_reaches_no_header_and_no_mail(string nasty)
    {
        // Nickname.
        var email = Person.NewEmail();
        var client = Server.Client();
        var registration = await Person.VerifiedAsync(Server, client, email, Ct);
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.CreateAccountAsync(registration, new CreateAccount(Person.GoodPassword, nasty, "en"), Ct));
        Assert.Equal("nickname_malformed", refused.Code);

        // Address.
        var address = await Assert.ThrowsAsync<TenureProblemException>(() => Server.Client().StartRegistrationAsync(new StartRegistration("a@example.org" + nasty, "en"), Ct));
        Assert.Equal("email_malformed", address.Code);

        // Name of a device, and language: in mails and in lists.
        var person = await Person.RegisterAsync(Server, Ct);
        var pkce = Pkce.Create();
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Email, person.Password, null, nasty, pkce, Ct);
        Assert.NotNull(step.AuthSession);
        var mail = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.DoesNotContain("\nBcc:", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nSet-Cookie:", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nX", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', mail.Text);

        // An operator's reason and name.
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);
        using var act = await browser.ActAsync("Suspend", "because " + nasty, OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, act.StatusCode);
        Assert.False(act.Headers.Contains("Bcc") || act.Headers.Contains("X"));
    }

    [Fact]
    public async Task Clickjacking_no_page_lets_itself_be_framed()
    {
        using var http = Server.Http();
        foreach (var path in (string[])["/", "/sign-in", "/register", "/operator/sign-in", "/connect/verify", "/error/404"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        }
    }

    [Fact]
    public async Task A_spoofed_forwarded_address_counts_for_nothing_without_a_named_proxy()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        using var browser = new OperatorBrowser(Server);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/challenge") { Content = SignIn.SignInTests.Form(name + "@example.org", "not the password at all") };
            request.Headers.Add(ServerFixture.AddressHeader, "2001:db8:77:1::1");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            request.Headers.Add("Forwarded", $"for=203.0.113.{i}");
            using var http = new HttpClient { BaseAddress = Server.Address };
            using var answer = await http.SendAsync(request, Ct);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    private static string PathOf(HttpResponseMessage answer) => new Uri(new Uri("http://here.example"), answer.Headers.Location!) is { Host: "here.example" or "localhost" or "127.0.0.1" or "[::1]" } local
        ? local.PathAndQuery
        : answer.Headers.Location!.ToString();

    private async Task<OperatorBrowser> SignedInAsync(Person person)
    {
        var browser = new OperatorBrowser(Server);
        browser.Cookies["tenure-browser"] = person.KnownDevice;
        using var signedIn = await browser.SubmitAsync("/sign-in", Ct, ("identifier", person.Number), ("password", person.Password));
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        return browser;
    }

    private static async Task<IReadOnlyList<(string, string)>> FormAsync(OperatorBrowser browser, string path) =>
        [("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(await browser.ReadAsync(path, Ct)).Groups[1].Value))];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

using System.Net;
using Tenure.Client.Accounts;
using Tenure.Server.Tests.Hosting;
using static Tenure.Server.Tests.Accounts.RegistrationTests;

namespace Tenure.Server.Tests.Accounts;

public abstract class ProfileTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task Gender_and_country_are_said_one_by_one_and_taken_away_again()
    {
        var client = await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);
        Assert.Equal((null, null), Both(await client.GetAccountAsync(Ct)));
        Assert.Equal(("female", null), Both(await client.ChangeAccountAsync(new ChangeAccount(Gender: "female"), Ct)));
        Assert.Equal(("female", "DE"), Both(await client.ChangeAccountAsync(new ChangeAccount(Country: "de"), Ct)));
        Assert.Equal(("агендер", "DE"), Both(await client.ChangeAccountAsync(new ChangeAccount(Gender: " агендер "), Ct)));
        Assert.Equal((null, "DE"), Both(await client.ChangeAccountAsync(new ChangeAccount(Gender: ""), Ct)));
        Assert.Equal((null, null), Both(await client.ChangeAccountAsync(new ChangeAccount(Country: ""), Ct)));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_its_field_and_changes_nothing()
    {
        var client = await (await Person.RegisterAsync(Server, Ct, nickname: "Anna")).SignInAsync(Server, Ct);
        Assert.Equal("gender", (await RefusedAsync("gender_too_long", () => client.ChangeAccountAsync(new ChangeAccount("X", Gender: new string('a', 41)), Ct))).Problem.Field);
        Assert.Equal("gender", (await RefusedAsync("gender_malformed", () => client.ChangeAccountAsync(new ChangeAccount("X", Gender: "a\u202Eb"), Ct))).Problem.Field);
        Assert.Equal("gender", (await RefusedAsync("malformed", () => client.ChangeAccountAsync(new ChangeAccount("X", Gender: "a\0"), Ct))).Problem.Field);
        Assert.Equal("country", (await RefusedAsync("country_unknown", () => client.ChangeAccountAsync(new ChangeAccount("X", Country: "XX"), Ct))).Problem.Field);
        Assert.Equal("country", (await RefusedAsync("country_unknown", () => client.ChangeAccountAsync(new ChangeAccount("X", Country: "\0"), Ct))).Problem.Field);
        Assert.Equal("Anna", (await client.GetAccountAsync(Ct)).Nickname);
    }

    [Fact]
    public async Task The_page_says_each_of_them_and_takes_it_away()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        await SaveAsync("own", "agender", "JP");
        Assert.Equal(("agender", "JP"), Both(await client.GetAccountAsync(Ct)));
        var page = await browser.ReadAsync("/profile", Ct);
        Assert.Contains("<option value=\"own\" selected", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"JP\" translate=\"no\" selected>Japan</option>", page, StringComparison.Ordinal);
        Assert.Contains("value=\"agender\"", page, StringComparison.Ordinal);

        await SaveAsync("male", "agender", "");
        Assert.Equal(("male", null), Both(await client.GetAccountAsync(Ct)));
        await SaveAsync("", "", "");
        Assert.Equal((null, null), Both(await client.GetAccountAsync(Ct)));

        using var wordless = await browser.SubmitAsync("/profile", Ct, ("gender", "own"), ("language", "en"));
        Assert.Equal(HttpStatusCode.BadRequest, wordless.StatusCode);
        Assert.Contains("href=\"#gender-words\"", await wordless.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        async Task SaveAsync(string gender, string words, string country)
        {
            using var saved = await browser.SubmitAsync("/profile", Ct, ("nickname", ""), ("gender", gender), ("gender-words", words), ("country", country), ("language", "en"));
            Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        }
    }

    private static (string? Gender, string? Country) Both(Account account) => (account.Gender, account.Country);
}

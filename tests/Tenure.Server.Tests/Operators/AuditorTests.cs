using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Operators;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>An auditor reads the log and the figures of cases: every other page and endpoint of those who work here is none for them.</summary>
public abstract partial class AuditorTests(ServerFixture server) : ServerTests(server)
{
    // Themselves, and the way in and out.
    private static readonly string[] Open = ["/operator/log", "/operator/cases", "/operator/sign-in", "/operator/sign-out", "/operator/language"];

    [Fact]
    public async Task An_auditor_reads_the_log_and_does_nothing_at_any_address_that_there_is()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", person.Email, person.Email, Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, person.Email, Ct)), Ct);
        await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        var (name, victim) = (await OperatorDesk.CreateAsync(Server, OperatorRole.Auditor, Ct), await OperatorBrowser.CreateAsync(Server, Ct));
        using var operators = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await operators.FindAsync(person.Email, Ct);
        using var browser = await OperatorDesk.SignInAsync(Server, name, Ct);
        Assert.Contains("Looked at an account", await ReadLogAsync(operators, browser), StringComparison.Ordinal);
        var token = ("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(await browser.ReadAsync("/operator/cases", Ct)).Groups[1].Value));
        var addresses = Addresses(opened.Number.Replace("-", "", StringComparison.Ordinal));
        Assert.True(addresses.Count > 20, string.Join(' ', addresses));
        foreach (var address in addresses.Except(Open))
        {
            using var got = await browser.GetAsync(address, Ct);
            AssertClosed(address, got);
            foreach (var handler in await HandlersAsync(operators, address))
            {
                using var sent = await browser.PostAsync(
                    address,
                    [
                        token, ("_handler", handler), ("name", victim), ("role", "Agent"), ("password", OperatorBrowser.Password), ("identifier", person.Email), ("act", "Suspend"), ("reason", "because I can"),
                        ("verdict", "reject"), ("kind", "recovery"), ("contact", person.Email), ("language", "en"),
                    ],
                    Ct);
                AssertClosed(address, sent);
            }
        }

        var acts = await Server.WithDatabaseAsync(db => db.OperatorLog.AsNoTracking().Where(r => r.Details.Contains(name)).ToListAsync(Ct));
        Assert.Empty(acts.Where(r => LoggedAct.Parse(r.Details)!.Operator == name).Select(r => r.Event).Except([OperatorEvents.SignedIn, OperatorEvents.LogRead, OperatorEvents.CaseQueueRead]));
        Assert.Equal("submitted", (await Server.Client().GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        await person.SignInAsync(Server, Ct);
        await OperatorDesk.DisableAsync(Server, Ct, name, victim);
    }

    private static async Task<string> ReadLogAsync(OperatorBrowser operators, OperatorBrowser auditor)
    {
        using var looked = await operators.GetAsync("/operator/account", Ct);
        return await auditor.ReadAsync("/operator/log", Ct);
    }

    // Those that the running host has: a new one is among them.
    private List<string> Addresses(string number) =>
    [
        .. Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(pattern => pattern == "/operator" || pattern.StartsWith("/operator/", StringComparison.Ordinal))
            .Select(pattern => Number().Replace(pattern, number)).Select(pattern => Parameter().Replace(pattern, "1")).Distinct().Order(StringComparer.Ordinal),
    ];

    // The forms that an operator has there; where they have no such page, none is known.
    private static async Task<List<string>> HandlersAsync(OperatorBrowser operators, string address)
    {
        using var answer = await operators.GetAsync(address, Ct);
        var page = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync(Ct) : "";
        return ["open", "decide", "register", .. Handler().Matches(page).Select(m => m.Groups[1].Value).Distinct()];
    }

    private static void AssertClosed(string address, HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.Found)
        {
            Assert.EndsWith("/operator/cases", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            return;
        }

        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{address}: {answer.StatusCode}");
    }

    [GeneratedRegex(@"\{number[^}]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"_handler\" value=\"([^\"]+)\"")]
    private static partial Regex Handler();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

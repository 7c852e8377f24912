using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Client.Contacts;
using Tenure.Domain.Operators;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Tests.Cases;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Documents;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>What strangers write and those who work here read: text on their pages, or nothing.</summary>
public abstract class WrittenTextTests(DeviceHost host) : DecidedCaseTests(host)
{
    // What is said of a document, by its name in the upload.
    private static readonly Dictionary<string, string> Papers = new(StringComparer.Ordinal) { ["file"] = "filename", ["shop"] = "shop", ["serial on the receipt"] = "serial", ["payer"] = "payer" };

    private readonly DeviceHost host = host;

    [Theory]
    [InlineData("message", true)]
    [InlineData("model", true)]
    [InlineData("nickname", false)]
    [InlineData("file", false)]
    [InlineData("shop", true)]
    [InlineData("serial on the receipt", true)]
    [InlineData("payer", true)]
    [InlineData("finder", true)]
    [InlineData("holder", true)]
    [InlineData("serial", true)]
    [InlineData("region", true)]
    [InlineData("hardware", true)]
    [InlineData("identifier", true)]
    [InlineData("contact", true)]
    [InlineData("reason", true)]
    public async Task Whatever_is_written_is_text_for_who_works_here_or_is_not_there(string field, bool isShown)
    {
        var text = "\"><script>" + field;
        var page = field switch
        {
            "finder" or "holder" => await AlarmsAsync(field, text),
            "serial" or "region" or "hardware" => await DeviceAsync(field, text),
            "identifier" or "contact" => await IntakeAsync(field, text),
            "reason" => await LogAsync(text),
            _ => await CaseAsync(field, text),
        };
        Assert.Equal(isShown, page.Contains("&quot;&gt;&lt;script&gt;" + field, StringComparison.Ordinal));
        Assert.DoesNotContain("<script>" + field, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"&gt;&lt;script", page, StringComparison.Ordinal);
    }

    private async Task<string> CaseAsync(string field, string text)
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        phone.Model = field == "model" ? text : phone.Model;
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        if (field == "nickname")
        {
            await ClientOf(ada.Token).ChangeAccountAsync(new ChangeAccount(Nickname: text), Ct);
        }

        var contact = Person.NewEmail();
        var opened = await OpenAsync("release", phone.Id, contact);
        var plain = opened.Number.Replace("-", "", StringComparison.Ordinal);
        if (Papers.TryGetValue(field, out var metadata))
        {
            await SendAsync(plain, metadata, text);
        }

        await HandInAsync(opened, contact);
        if (field == "message")
        {
            await host.NewClient().WriteToCaseAsync(opened.Number, opened.Secret, new Ask.WriteToCase(text), Ct);
        }

        return await AsAsync(OperatorRole.Senior, async (browser, senior) =>
        {
            var agent = await OperatorDesk.IdAsync(host.Server, senior, Ct);
            await host.InDatabaseAsync(async db =>
            {
                Assert.Null((await db.Cases.SingleAsync(c => c.Number == plain, Ct)).Draw(agent, host.Clock.GetUtcNow()));
                return await db.SaveChangesAsync(Ct);
            });
            var page = await browser.ReadAsync("/operator/cases/" + plain, Ct);
            // What is not there is not left out with the rest.
            Assert.True(field == "model" || page.Contains(phone.Model, StringComparison.Ordinal));
            Assert.True(!Papers.ContainsKey(field) || page.Contains("/documents/1/1", StringComparison.Ordinal));
            return page;
        });
    }

    private async Task SendAsync(string number, string metadata, string text)
    {
        var folder = await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct));
        using var desk = new DocumentDesk(host.Server, folder.Value);
        var paper = SampleDocuments.Receipt(5150);
        var at = await desk.BeginAsync(paper.Length, Ct, $"{metadata} {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))},kind cmVjZWlwdA==");
        using var answer = await desk.PatchAsync(at, 0, new ByteArrayContent(paper), Ct);
        Assert.Equal("kept", (await desk.LookedAtAsync(at, Ct)).State);
    }

    private async Task<string> AlarmsAsync(string by, string text)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        var (finder, holder) = (host.NewClient(), ClientOf(ada.Token));
        var digits = (await finder.GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct)).Code;
        await finder.OpenContactAsync(new OpenContact(digits, by == "finder" ? text : "Hello."), Ct);
        var id = Assert.Single(await holder.GetContactsAsync(Ct)).Id;
        await holder.AnswerContactAsync(id, new WriteContact(by == "holder" ? text : "Who is there?"), Ct);
        await holder.ReportContactAsync(id, Ct);
        return await AsAsync(OperatorRole.Operator, (browser, _) => browser.ReadAsync("/operator/alarms", Ct));
    }

    private async Task<string> DeviceAsync(string field, string text)
    {
        using var phone = host.NewPhone();
        phone.Facts = field switch
        {
            "serial" => phone.Facts with { Serial = text },
            "region" => phone.Facts with { Region = text },
            _ => phone.Facts,
        };
        phone.Model = field == "hardware" ? text : phone.Model;
        await phone.EnrolAsync(Ct);
        return await AsAsync(OperatorRole.Operator, (browser, _) => browser.ReadAsync("/operator/devices/" + phone.Id, Ct));
    }

    // What an agent mistyped comes back in its field.
    private Task<string> IntakeAsync(string field, string text) => AsAsync(OperatorRole.Agent, async (browser, _) =>
    {
        using var answer = await browser.SubmitAsync(
            "/operator/cases/intake", Ct, ("kind", "release"), ("identifier", field == "identifier" ? text : "x"), ("contact", field == "contact" ? text : "nobody"), ("language", "en"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    });

    private async Task<string> LogAsync(string reason)
    {
        var ada = await host.NewHolderAsync(Ct);
        return await AsAsync(OperatorRole.Operator, async (browser, _) =>
        {
            using var found = await browser.FindAsync(ada.Email, Ct);
            Assert.Equal(HttpStatusCode.Found, found.StatusCode);
            using var done = await browser.ActAsync("EndSessions", reason, OperatorBrowser.Password, Ct);
            Assert.Equal(HttpStatusCode.Found, done.StatusCode);
            return await browser.ReadAsync("/operator/log", Ct);
        });
    }

    private async Task<string> AsAsync(OperatorRole role, Func<OperatorBrowser, string, Task<string>> read)
    {
        var name = await OperatorDesk.CreateAsync(host.Server, role, Ct);
        using var browser = await OperatorDesk.SignInAsync(host.Server, name, Ct);
        var page = await read(browser, name);
        await OperatorDesk.DisableAsync(host.Server, Ct, name);
        return page;
    }
}

using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Protocols.Offline;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>The page to which a holder brings the question of a phone without a network.</summary>
public abstract partial class OfflinePageTests(ServerFixture server) : ServerTests(server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Typed_groups_and_pasted_text_get_a_ticket_that_frees_the_phone(bool typed)
    {
        using var held = await HeldAsync();
        var question = Question(held.Phone);
        var page = await SendAsync(held, typed ? CheckedGroups.Write(Base64Url.DecodeFromChars(question)).ToLowerInvariant() : $" {question}\n", keep: typed);

        var ticket = held.Phone.Store(TicketIn(page), TicketAction.Release);
        Assert.Equal(!typed, ticket.Erase);
        Assert.Contains(string.Join("", CheckedGroups.Write(Base64Url.DecodeFromChars(TicketIn(page))).Split(' ').Take(2).Select(g => $"<li><code>{g}</code></li>")), Regex.Replace(page, @"\s+(?=<)", ""), StringComparison.Ordinal);
        Assert.Equal("releasing", (await held.Client.GetDeviceAsync(held.Phone.Id, Ct)).State);
        await held.Phone.SendReceiptAsync(Ct);
        Assert.Empty(await held.Client.GetDevicesAsync(Ct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_will_do_as_the_phone_wrote_it_or_as_fastboot_fetched_it(bool fastboot)
    {
        using var held = await HeldAsync();
        var question = Question(held.Phone);
        var file = fastboot ? Base64Url.DecodeFromChars(question) : Encoding.UTF8.GetBytes("\uFEFF" + question + "\r\n");
        using var answer = await UploadAsync(held, file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        held.Phone.Store(TicketIn(await answer.Content.ReadAsStringAsync(Ct)), TicketAction.Release);
    }

    [Fact]
    public async Task Each_new_question_gets_a_new_ticket_and_one_that_was_used_gets_none()
    {
        using var held = await HeldAsync();
        var first = Question(held.Phone);
        var lost = TicketIn(await SendAsync(held, first));
        Assert.Contains("used before", await SendAsync(held, first), StringComparison.Ordinal);

        var second = TicketIn(await SendAsync(held, Question(held.Phone)));
        Assert.NotEqual(lost, second);
        held.Phone.Store(second, TicketAction.Release);
    }

    [Fact]
    public async Task A_wrong_password_frees_nothing_and_uses_no_question_up()
    {
        using var held = await HeldAsync();
        var question = Question(held.Phone);
        var page = await SendAsync(held, question, password: "wrong");
        Assert.Contains("The password is wrong", page, StringComparison.Ordinal);
        Assert.Contains(question, page, StringComparison.Ordinal);
        Assert.Equal("held", (await held.Client.GetDeviceAsync(held.Phone.Id, Ct)).State);
        held.Phone.Store(TicketIn(await SendAsync(held, question)), TicketAction.Release);
    }

    [Fact]
    public async Task The_password_alone_frees_nothing_and_a_code_by_mail_makes_it_wait_for_a_week()
    {
        using var held = await HeldAsync();
        var question = Question(held.Phone);
        Assert.Contains(question, await SendAsync(held, question, code: ""), StringComparison.Ordinal);
        Assert.Equal(("held", null), await StateAsync());

        var path = $"/devices/{held.Phone.Id}/offline";
        // Later than the code of the sign-in, so that this one is the latest.
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        using (var asked = await held.Browser.SubmitAsync($"/devices/{held.Phone.Id}/remove", Ct, ("_handler", "send-remove")))
        {
            Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        }

        using var answer = await held.Browser.SubmitAsync(path, Ct, ("question", question), ("data", "erase"), ("password", held.Person.Password), ("code", await Person.LastCodeAsync(Server, held.Person.Email, Ct)));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var (state, due) = await StateAsync();
        Assert.Equal("held", state);
        Assert.Equal(Server.Clock.GetUtcNow().AddDays(7), due!.Value, TimeSpan.FromMinutes(1));

        // The question is as good as before.
        held.Phone.Store(TicketIn(await SendAsync(held, question)), TicketAction.Release);

        async Task<(string State, DateTimeOffset? Due)> StateAsync()
        {
            var device = await held.Client.GetDeviceAsync(held.Phone.Id, Ct);
            return (device.State, device.RemovalDueAt);
        }
    }

    [Fact]
    public async Task What_is_no_question_of_this_phone_frees_nothing()
    {
        using var held = await HeldAsync();
        using var other = new TestPhone(Server.Client());
        await other.EnrolAsync(Ct);
        await other.ActivateAsync(held.Token, Ct);
        await other.SendReceiptAsync(Ct);
        using var stranger = new TestPhone(Server.Client());
        await stranger.PinAsync(Ct);

        // Another one of the same holder: nothing happens to either.
        Assert.Contains("another phone", await SendAsync(held, Question(other)), StringComparison.Ordinal);
        Assert.Contains("another phone", await SendAsync(held, Question(stranger)), StringComparison.Ordinal);
        Assert.Contains("another phone", await SendAsync(held, held.Phone.Evidence(EvidencePurpose.Receipt, null, null).Evidence), StringComparison.Ordinal);
        Assert.Contains("This is no phone", await SendAsync(held, ""), StringComparison.Ordinal);
        Assert.Contains("This is no phone", await SendAsync(held, "AAAA"), StringComparison.Ordinal);
        var groups = CheckedGroups.Write(Base64Url.DecodeFromChars(Question(held.Phone))).Split(' ');
        groups[6] = groups[6][..^1] + (groups[6][^1] == 'A' ? 'B' : 'A');
        Assert.Contains("Group 7 is not right", await SendAsync(held, string.Join(' ', groups)), StringComparison.Ordinal);
        foreach (var photo in (byte[][])[new byte[OfflineText.MaxLength + 1], new byte[3 * 1024 * 1024]])
        {
            using var answer = await UploadAsync(held, photo);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("This is no phone", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.All(await held.Client.GetDevicesAsync(Ct), device => Assert.Equal("held", device.State));
    }

    [Fact]
    public async Task A_strangers_phone_looks_like_none()
    {
        using var held = await HeldAsync();
        using var other = await HeldAsync();
        using var answer = await other.Browser.GetAsync($"/devices/{held.Phone.Id}/offline", Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Question(TestPhone phone) => phone.Evidence(EvidencePurpose.Release, serverNonce: null, token: null).Evidence;

    private static string TicketIn(string page) =>
        Encoding.ASCII.GetString(Convert.FromBase64String(WebUtility.HtmlDecode(Saved().Match(page) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException(page))));

    private async Task<string> SendAsync(Held held, string question, bool keep = false, string? password = null, string? code = null)
    {
        using var answer = await held.Browser.SubmitAsync(
            $"/devices/{held.Phone.Id}/offline", Ct, ("question", question), ("data", keep ? "keep" : "erase"), ("password", password ?? held.Person.Password), ("code", code ?? await PaperAsync(held.Person)));
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<HttpResponseMessage> UploadAsync(Held held, byte[] file)
    {
        var path = $"/devices/{held.Phone.Id}/offline";
        return await held.Browser.UploadAsync(path, path, "file", file, Ct, fields: [("question", ""), ("data", "erase"), ("password", held.Person.Password), ("code", await PaperAsync(held.Person))]);
    }

    // A recovery code that is old enough to count.
    private async Task<string> PaperAsync(Person person)
    {
        var email = person.Email;
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var id = await db.Set<Domain.Accounts.Identifier>().Where(i => i.Value == email).Select(i => i.AccountId).SingleAsync(Ct);
        var codes = await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().ReplaceAsync(id, Server.Clock.GetUtcNow().AddDays(-4), Ct);
        await db.SaveChangesAsync(Ct);
        return codes[0];
    }

    private async Task<Held> HeldAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var phone = new TestPhone(Server.Client());
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(client.AccessToken!, Ct);
        await phone.SendReceiptAsync(Ct);
        return new(person, client, client.AccessToken!, phone, await Browser.OfAsync(Server, person, Ct));
    }

    [GeneratedRegex("data:text/plain;base64,([^\"]+)\"")]
    private static partial Regex Saved();

    private sealed record Held(Person Person, Client.TenureClient Client, string Token, TestPhone Phone, Browser Browser) : IDisposable
    {
        public void Dispose()
        {
            Phone.Dispose();
            Browser.Dispose();
        }
    }
}

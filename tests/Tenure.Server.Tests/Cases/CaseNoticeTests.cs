using System.Diagnostics;
using System.Globalization;
using Tenure.Domain.Accounts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Cases;

/// <summary>The announcement of a case as a real mail server and a real gateway of SMS get it.</summary>
public abstract class CaseNoticeTests : DecidedCaseTests
{
    private static int numbers;
    private readonly DeviceHost host;
    private readonly NoticePeers peers;

    private protected CaseNoticeTests(DeviceHost host, NoticePeers peers)
        : base(host)
    {
        this.host = host;
        this.peers = peers;
    }

    [Theory]
    [InlineData("release", "Somebody asks for your phone")]
    [InlineData("recovery", "Somebody asks for your account")]
    public async Task Every_address_gets_a_mail_whose_link_objects_and_every_number_an_SMS(string kind, string subject)
    {
        peers.Mail.Used();
        peers.Sms.Used();
        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        var number = $"+49151124{Interlocked.Increment(ref numbers):00000}";
        var second = Person.NewEmail();
        await host.InDatabaseAsync(async db =>
        {
            var now = host.Clock.GetUtcNow();
            db.Set<Identifier>().Add(Identifier.Of(Address.Of(EmailAddress.FromStored(second)), ada.Id, now));
            db.Set<Identifier>().Add(Identifier.Of(Address.Of(PhoneNumber.FromStored(number)), ada.Id, now));
            return await db.SaveChangesAsync(Ct);
        });
        host.Clock.Advance(100 * Day);
        var asked = await AnnouncedAsync(kind, kind == "release" ? phone.Id : ada.Email, kind == "release" ? Person.NewEmail() : ada.Email);

        var sms = await peers.Sms.WaitForSmsAsync(number, ct: Ct);
        Assert.Equal(("Tenure: " + subject, 1), (sms.Text, sms.Parts));
        var (first, other) = (await AnnouncementAsync(ada.Email, subject), await AnnouncementAsync(second, subject));
        Assert.Contains(asked.Number, first.Text, StringComparison.Ordinal);
        // When, and by whose clock.
        var earliest = (await StatusAsync(asked)).Earliest!.Value.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo("en"));
        Assert.Contains(OneLine($"{earliest} (UTC)"), OneLine(first.Text), StringComparison.Ordinal);
        var (link, its) = (Secret().Match(first.Text).Groups[1].Value, Secret().Match(other.Text).Groups[1].Value);
        Assert.NotEqual(link, its);
        Assert.Contains(link, first.Html!, StringComparison.Ordinal);
        using (var http = host.NewHttp())
        {
            Assert.Contains("<form", await http.GetStringAsync(new Uri("/case/objection/" + link, UriKind.Relative), Ct), StringComparison.Ordinal);
        }

        Assert.Null(await ContestAsync(link));
        Assert.Equal("disputed", (await StatusAsync(asked)).State);
        Assert.Single(peers.Sms.MessagesTo(number));
    }

    // Lines of a mail end where they are full, and times have spaces of their own.
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<ReceivedMail> AnnouncementAsync(string to, string subject)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(50, Ct))
        {
            if (peers.Mail.MailsTo(to).FirstOrDefault(mail => mail.Subject == subject) is { } mail)
            {
                return mail;
            }
        }

        throw new TimeoutException($"Nobody told {to} of the case.");
    }
}

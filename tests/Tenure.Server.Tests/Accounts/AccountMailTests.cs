using Tenure.Client.Accounts;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Accounts;

/// <summary>The mails of a registration at a real mail server.</summary>
public sealed class AccountMailTests(AccountMailTests.ServerWithMail server) : ServerTests(server), IClassFixture<AccountMailTests.ServerWithMail>
{
    [Fact]
    public async Task The_code_comes_by_real_mail_as_text_and_as_html()
    {
        server.Smtp.Used();
        var email = Person.NewEmail();
        await Server.Client().StartRegistrationAsync(new StartRegistration(email, "ru"), Ct);

        var mail = await server.Smtp.WaitForMailAsync(email, ct: Ct);

        Assert.Equal("Подтвердите адрес электронной почты", mail.Subject);
        Assert.Matches(@"\b\d{3} \d{3}\b", mail.Text);
        Assert.Contains(System.Text.RegularExpressions.Regex.Match(mail.Text, @"\d{3} \d{3}").Value, mail.Html!, StringComparison.Ordinal);
        Assert.Equal("ru", mail.Message.Body!.Headers["Content-Language"]);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
    }

    /// <summary>The host with a mail server behind it.</summary>
    public sealed class ServerWithMail : SqliteServer
    {
        public SmtpPeer Smtp { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Smtp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

        protected override async Task<string?> ConnectionStringAsync()
        {
            Smtp = await SmtpPeer.StartAsync();
            return await base.ConnectionStringAsync();
        }

        protected override async Task DropAsync() => await Smtp.DisposeAsync();
    }
}

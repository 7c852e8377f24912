using Tenure.Client.Accounts;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Accounts;

/// <summary>The mails of a registration at a real mail server.</summary>
public abstract class AccountMailTests(ServerFixture server, SmtpPeer smtp) : ServerTests(server)
{
    [Fact]
    public async Task The_code_comes_by_real_mail_as_text_and_as_html()
    {
        smtp.Used();
        var email = Person.NewEmail();
        await Server.Client().StartRegistrationAsync(new StartRegistration(email, "ru"), Ct);

        var mail = await smtp.WaitForMailAsync(email, ct: Ct);

        Assert.Equal("Подтвердите адрес электронной почты", mail.Subject);
        Assert.Matches(@"\b\d{3} \d{3}\b", mail.Text);
        Assert.Contains(System.Text.RegularExpressions.Regex.Match(mail.Text, @"\d{3} \d{3}").Value, mail.Html!, StringComparison.Ordinal);
        Assert.Equal("ru", mail.Message.Body!.Headers["Content-Language"]);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task The_code_that_came_by_mail_makes_the_account()
    {
        smtp.Used();
        var (email, client) = (Person.NewEmail(), Server.Client());
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        var mail = await smtp.WaitForMailAsync(email, ct: Ct);

        // As it stands in the mail, with its space.
        await client.VerifyRegistrationAsync(
            started.Registration, new VerifyRegistration(System.Text.RegularExpressions.Regex.Match(mail.Text, @"\d{3} \d{3}").Value), Ct);
        var created = await client.CreateAccountAsync(started.Registration, new CreateAccount(Person.GoodPassword), Ct);
        Assert.Equal(10, created.AccountNumber.Length);
    }
}

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

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    [InlineData("ru")]
    [InlineData("de")]
    [InlineData("es")]
    public async Task Both_parts_arrive_and_say_the_same_in_the_persons_language(string language)
    {
        smtp.Used();
        var email = Person.NewEmail();
        await Server.Client().StartRegistrationAsync(new StartRegistration(email, language), Ct);
        var mail = await smtp.WaitForMailAsync(email, ct: Ct);
        Assert.True(mail.Message.Body!.ContentType.IsMimeType("multipart", "alternative"));
        Assert.Contains($"<html lang=\"{language}\">", mail.Html, StringComparison.Ordinal);
        var shown = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(mail.Html!, "<[^>]*>", " "));
        Assert.All(
            mail.Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Append(mail.Subject),
            part => Assert.Contains(part, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_device_calls_itself_stays_text_in_the_mail()
    {
        smtp.Used();
        var person = await Person.RegisterAsync(Server, Ct, nickname: "<b>Anna</b>");
        var before = smtp.MailsTo(person.Email).Count();
        await Server.Client().SignIn.StartNativeAsync(
            Tenure.Client.SignIn.TokenClient.PhoneClient, person.Number, person.Password, null, "<script>alert(1)</script> phone", Tenure.Client.SignIn.Pkce.Create(), Ct);
        var mail = await smtp.WaitForMailAsync(person.Email, Math.Max(before, 1), ct: Ct);
        Assert.Matches(@"\b\d{3} \d{3}\b", mail.Text);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.OrdinalIgnoreCase);
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

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tenure.Client.Accounts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>An operator's own name for the service stands wherever people read one.</summary>
public abstract class ServiceNameTests(ServerFixture server) : ServerTests(server)
{
    internal static readonly Dictionary<string, string> Settings = new() { ["Tenure:Name"] = "Nord & Süd" };

    [Fact]
    public async Task Pages_phones_and_mails_are_in_the_services_own_name()
    {
        using var http = Server.Http();
        var page = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.Matches("<title>[^<]+ · Nord &amp; Süd</title>", page);
        Assert.Contains("<span>Nord &amp; Süd</span>", page, StringComparison.Ordinal);
        Assert.Equal("Nord & Süd", (await Server.Client().GetIdentityAsync(Ct)).Name);

        var email = Person.NewEmail();
        await Server.Client().StartRegistrationAsync(new StartRegistration(email), Ct);
        var mail = Assert.Single(await Server.MailsToAsync(email, Ct));
        Assert.EndsWith("\n\nNord & Süd\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains(">Nord &amp; S&#252;d</p>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Tenure", mail.Text + mail.Html + page, StringComparison.Ordinal);
        Assert.Equal("Nord & Süd", Server.Services.GetRequiredService<IOptions<MailOptions>>().Value.FromName);
    }
}

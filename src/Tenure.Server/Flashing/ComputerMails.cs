using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Flashing;

/// <summary>What a person is told about their computers, at every address and among the events, in the same unit of work.</summary>
internal sealed class ComputerMails(Notices notices, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Flashing.Texts.ComputerMails", typeof(ComputerMails).Assembly);

    /// <summary>It is bound, or waits.</summary>
    public Task BoundAsync(Account account, BoundComputer computer, DateTimeOffset now, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.ComputerBound, computer.Name);
        return SendAsync(account, computer.IsBound(now) ? "Bound" : "Waiting", computer, computer.BoundAt, ct);
    }

    /// <summary>It was taken away.</summary>
    public Task RemovedAsync(Account account, BoundComputer computer, DateTimeOffset now, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.ComputerRemoved, computer.Name);
        return SendAsync(account, "Removed", computer, now, ct);
    }

    private Task SendAsync(Account account, string what, BoundComputer computer, DateTimeOffset at, CancellationToken ct)
    {
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        // Whoever binds it chooses its name, and the mail comes from us.
        var name = DeviceName.ForMail(computer.Name) is { Length: > 0 } clean ? clean : computer.Id.Value[..8];
        var text = string.Format(culture, Text($"{what}Text", culture), name, at.UtcDateTime.ToString("f", culture), new Uri(issuer.Value, "security/computers"));
        return notices.SendAsync(account.Id, new Letter(language, Text($"{what}Subject", culture), text.Trim().Split("\n\n")), ct);
    }

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}

using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Leaving;

/// <summary>What a person is told about the end of their account, at every address and among the events, in the same unit of work.</summary>
internal sealed class LeavingMails(Notices notices, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Leaving.Texts.LeavingMails", typeof(LeavingMails).Assembly);

    /// <summary>Somebody asked for it. Addresses that were there before get a link that calls it off; one that was taken away does not: whoever only reads an old mailbox would keep a person from leaving.</summary>
    public Task AskedAsync(Account account, AccountDeletion deletion, string secret, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.DeletionAsked);
        return SendAsync(account, "Asked", deletion, secret, ct);
    }

    /// <summary>It is near.</summary>
    public Task RemindAsync(Account account, AccountDeletion deletion, string secret, CancellationToken ct) => SendAsync(account, "Reminder", deletion, secret, ct);

    /// <summary>It will not be.</summary>
    public Task CalledOffAsync(Account account, CallOffReason reason, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.DeletionCalledOff);
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        return notices.SendAsync(
            account.Id,
            new Letter(language, Text("CalledOffSubject", culture), string.Format(culture, Text($"CalledOff{reason}Text", culture), new Uri(issuer.Value, "security")).Trim().Split("\n\n")),
            ct);
    }

    private Task SendAsync(Account account, string what, AccountDeletion deletion, string secret, CancellationToken ct)
    {
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        var due = deletion.DueAt.UtcDateTime.ToString("f", culture);
        return notices.SendAsync(account.Id, Letter("security/deletion"), Letter($"deletion/{secret}"), [], ct, isForPresent: true);

        Letter Letter(string path) => new(
            language, string.Format(culture, Text($"{what}Subject", culture), due), string.Format(culture, Text($"{what}Text", culture), due, new Uri(issuer.Value, path), new Uri(issuer.Value, "freeze")).Trim().Split("\n\n"));
    }

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}

using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Exports;

/// <summary>What a person is told about exports, at every address and among the events, in the same unit of work.</summary>
internal sealed class ExportMails(Notices notices, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Exports.Texts.ExportMails", typeof(ExportMails).Assembly);

    /// <summary>One was asked for.</summary>
    public Task AskedAsync(Account account, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.ExportAsked);
        return SendAsync(account, "Asked", until: null, ct);
    }

    /// <summary>It can be fetched.</summary>
    public Task ReadyAsync(Account account, AccountExport export, CancellationToken ct) => SendAsync(account, "Ready", export.EndsAt, ct);

    /// <summary>It was.</summary>
    public Task FetchedAsync(Account account, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.ExportFetched);
        return SendAsync(account, "Fetched", until: null, ct);
    }

    /// <summary>It was thrown away, which any session can do.</summary>
    public Task DiscardedAsync(Account account, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.ExportDiscarded);
        return SendAsync(account, "Discarded", until: null, ct);
    }

    private Task SendAsync(Account account, string what, DateTimeOffset? until, CancellationToken ct)
    {
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        var text = string.Format(culture, Text($"{what}Text", culture), until?.UtcDateTime.ToString("f", culture), new Uri(issuer.Value, "security/export"), new Uri(issuer.Value, "freeze"));
        return notices.SendAsync(account.Id, new Letter(language, Text($"{what}Subject", culture), text.Trim().Split("\n\n")), ct);
    }

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}

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
internal sealed class ComputerMails(AccountDirectory accounts, Notices notices, SecurityEvents events, IssuerUrl issuer)
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

    /// <summary>A computer of a workshop will be bound, or was removed: all who work for it are told.</summary>
    public async Task OfWorkshopAsync(IEnumerable<AccountId> members, Workshop workshop, WorkshopComputer computer, bool isRemoved, CancellationToken ct)
    {
        foreach (var member in members)
        {
            events.RecordFromOutside(member, isRemoved ? SecurityEventKind.WorkshopComputerRemoved : SecurityEventKind.WorkshopComputerBound, workshop.Name);
            var language = Languages.Nearest((await accounts.GetAsync(member, ct)).Language);
            var culture = CultureInfo.GetCultureInfo(language);
            var (name, of) = (Clean(computer.Name, computer.Id), DeviceName.ForMail(workshop.Name));
            var what = isRemoved ? "WorkshopRemoved" : "WorkshopWaiting";
            var text = string.Format(culture, Text($"{what}Text", culture), name, computer.BoundAt.UtcDateTime.ToString("f", culture), of);
            await notices.SendAsync(member, new Letter(language, string.Format(culture, Text($"{what}Subject", culture), of), text.Trim().Split("\n\n")), ct);
        }
    }

    /// <summary>A person began or stopped to work for a workshop: all who work for it are told, and that person.</summary>
    public async Task OfMemberAsync(IEnumerable<AccountId> members, Workshop workshop, AccountNumber number, bool isRemoved, CancellationToken ct)
    {
        foreach (var member in members)
        {
            events.RecordFromOutside(member, isRemoved ? SecurityEventKind.WorkshopMemberRemoved : SecurityEventKind.WorkshopMemberAdded, workshop.Name);
            var language = Languages.Nearest((await accounts.GetAsync(member, ct)).Language);
            var culture = CultureInfo.GetCultureInfo(language);
            var (what, of) = (isRemoved ? "MemberRemoved" : "MemberAdded", DeviceName.ForMail(workshop.Name));
            await notices.SendAsync(
                member, new Letter(language, string.Format(culture, Text($"{what}Subject", culture), of), string.Format(culture, Text($"{what}Text", culture), number.Value, of).Trim().Split("\n\n")), ct);
        }
    }

    private Task SendAsync(Account account, string what, BoundComputer computer, DateTimeOffset at, CancellationToken ct)
    {
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        var name = Clean(computer.Name, computer.Id);
        var text = string.Format(culture, Text($"{what}Text", culture), name, at.UtcDateTime.ToString("f", culture), new Uri(issuer.Value, "security/computers"));
        return notices.SendAsync(account.Id, new Letter(language, Text($"{what}Subject", culture), text.Trim().Split("\n\n")), ct);
    }

    // Whoever binds it chooses its name, and the mail comes from us.
    private static string Clean(string name, ComputerId id) => DeviceName.ForMail(name) is { Length: > 0 } clean ? clean : id.Value[..8];

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}

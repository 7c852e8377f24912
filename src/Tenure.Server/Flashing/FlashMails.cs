using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Flashing;

/// <summary>What a holder is told about restores and unlocking, at every address and among the events, in the same unit of work.</summary>
internal sealed class FlashMails(AccountDirectory accounts, Notices notices, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Flashing.Texts.FlashMails", typeof(FlashMails).Assembly);

    /// <summary>A restore was approved; the link ends it.</summary>
    public Task RestoreApprovedAsync(Account account, Device device, FirmwarePackage package, string computer, RestoreJob job, string secret, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.RestoreApproved, device.Model);
        return SendAsync(account.Id, account.Language, device, job.EraseUserData ? "ErasingRestore" : "Restore", ct,
            Clean(package.Version), Clean(computer), new Uri(issuer.Value, $"restores/stop/{secret}"), Time(job.EndsAt, account.Language));
    }

    /// <summary>A workshop was allowed a restore; the link ends it.</summary>
    public Task WorkshopAllowedAsync(Account account, Device device, FirmwarePackage package, Workshop workshop, string computer, RestoreJob job, string secret, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.WorkshopAllowed, workshop.Name);
        return SendAsync(account.Id, account.Language, device, job.EraseUserData ? "ErasingConsent" : "Consent", ct,
            Clean(package.Version), Clean(computer), new Uri(issuer.Value, $"restores/stop/{secret}"), Time(job.EndsAt, account.Language), Clean(workshop.Name));
    }

    /// <summary>The workshop used that.</summary>
    public Task WorkshopBeganAsync(Account account, Device device, Workshop workshop, CancellationToken ct)
    {
        events.RecordFromOutside(account.Id, SecurityEventKind.WorkshopBegan, workshop.Name);
        return SendAsync(account.Id, account.Language, device, "Taken", ct, Clean(workshop.Name), new Uri(issuer.Value, $"devices/{device.Id}/restore"));
    }

    /// <summary>The device says that all is done.</summary>
    public async Task RestoredAsync(RestoreJob job, Device device, CancellationToken ct)
    {
        events.RecordFromOutside(job.AccountId, SecurityEventKind.RestoreDone, device.Model);
        await SendAsync(job.AccountId, (await accounts.GetAsync(job.AccountId, ct)).Language, device, "Restored", ct, new Uri(issuer.Value, $"devices/{device.Id}/restore"));
    }

    /// <summary>Somebody applied to unlock a device.</summary>
    public Task UnlockAppliedAsync(Account account, Device device, DateTimeOffset due, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.UnlockApplied, device.Model);
        return SendAsync(account.Id, account.Language, device, "UnlockApplied", ct, Time(due, account.Language), new Uri(issuer.Value, $"devices/{device.Id}/unlock"));
    }

    /// <summary>That was taken back.</summary>
    public Task UnlockCancelledAsync(Account account, Device device, CancellationToken ct)
    {
        events.Record(account.Id, SecurityEventKind.UnlockCancelled, device.Model);
        return SendAsync(account.Id, account.Language, device, "UnlockCancelled", ct, new Uri(issuer.Value, $"devices/{device.Id}/unlock"));
    }

    /// <summary>The ticket was made.</summary>
    public async Task UnlockedAsync(AccountId holder, Device device, CancellationToken ct)
    {
        events.Record(holder, SecurityEventKind.DeviceUnlocked, device.Model);
        await SendAsync(holder, (await accounts.GetAsync(holder, ct)).Language, device, "Unlocked", ct, new Uri(issuer.Value, $"devices/{device.Id}/unlock"));
    }

    private Task SendAsync(AccountId holder, string spoken, Device device, string what, CancellationToken ct, params object[] values)
    {
        var language = Languages.Nearest(spoken);
        var culture = CultureInfo.GetCultureInfo(language);
        // The device says what it is, and anybody can make one: its word must not become a link in our mail.
        var model = DeviceName.ForMail(device.Model) is { Length: > 0 } clean ? clean : device.Id.Value[..8];
        object[] all = [model, .. values];
        return notices.SendAsync(holder, new Letter(language, string.Format(culture, Text($"{what}Subject", culture), all), string.Format(culture, Text($"{what}Text", culture), all).Trim().Split("\n\n")), ct);
    }

    private static string Time(DateTimeOffset at, string spoken) => at.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(Languages.Nearest(spoken)));

    private static string Clean(string text) => DeviceName.ForMail(text) is { Length: > 0 } clean ? clean : "?";

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}

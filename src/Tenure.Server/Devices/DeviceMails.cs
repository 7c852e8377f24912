using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Devices;

/// <summary>What a holder is told about a device, in the holder's language, in the same unit of work as the event.</summary>
internal sealed class DeviceMails(AccountDirectory accounts, Notices notices, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Devices.Texts.DeviceMails", typeof(DeviceMails).Assembly);

    public Task DeviceAddedAsync(AccountFacts holder, Device device, CancellationToken ct)
    {
        events.Record(holder.Id, SecurityEventKind.DeviceAdded, device.Model);
        return SendAsync(holder, device, "Added", ct);
    }

    public Task HoldDeclinedAsync(AccountFacts holder, Device device, CancellationToken ct) => SendAsync(holder, device, "Declined", ct);

    public Task ReleaseBegunAsync(AccountFacts holder, Device device, CancellationToken ct)
    {
        events.Record(holder.Id, SecurityEventKind.DeviceReleased, device.Model);
        return SendAsync(holder, device, "ReleaseBegun", ct);
    }

    /// <summary>Everybody has the wait to take it back.</summary>
    public async Task RemovalAskedAsync(AccountId holder, Device device, CancellationToken ct)
    {
        events.Record(holder, SecurityEventKind.DeviceRemovalAsked, device.Model);
        await SendAsync(await accounts.GetAsync(holder, ct), device, "RemovalAsked", ct, at: device.RemovalOrder!.DueAt);
    }

    public Task RemovalCancelledAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceRemovalCancelled, "RemovalCancelled", ct);

    public Task DeviceReleasedAsync(AccountFacts holder, Device device, CancellationToken ct) => SendAsync(holder, device, "Released", ct);

    public Task MarkedLostAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceMarkedLost, "Lost", ct);

    public Task FoundAskedAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceFoundAsked, "FoundAsked", ct);

    public Task FoundCancelledAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceFoundCancelled, "FoundCancelled", ct);

    /// <summary>A server that was restored from a backup took over that the device is theirs.</summary>
    public async Task ReconciledAsync(AccountId holder, Device device, CancellationToken ct) => await SendAsync(await accounts.GetAsync(holder, ct), device, "Reconciled", ct);

    public Task ResetAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceReset, "Reset", ct);

    public Task EraseOrderedAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceEraseOrdered, "EraseOrdered", ct);

    public Task EraseCancelledAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.DeviceEraseCancelled, "EraseCancelled", ct);

    public Task EraseCodeAsync(AccountId holder, Device device, bool isSet, CancellationToken ct) =>
        SendAsync(holder, device, SecurityEventKind.DeviceEraseCodeChanged, isSet ? "EraseCodeSet" : "EraseCodeRemoved", ct);

    public Task ErasedAsync(AccountId holder, Device device, CancellationToken ct) => SendFromDeviceAsync(holder, device, SecurityEventKind.DeviceErased, "Erased", ct);

    public Task EraseRefusedAsync(AccountId holder, Device device, CancellationToken ct) => SendFromDeviceAsync(holder, device, SecurityEventKind.DeviceEraseRefused, "EraseRefused", ct);

    /// <summary>It reported an older state than was seen of it; repeated, a copy of it may exist.</summary>
    public Task WentBackAsync(AccountId holder, Device device, bool isRepeated, CancellationToken ct) =>
        SendFromDeviceAsync(holder, device, isRepeated ? SecurityEventKind.DeviceCopied : SecurityEventKind.DeviceWentBack, isRepeated ? "Copied" : "WentBack", ct);

    /// <summary>Nobody's client does this: its time has come.</summary>
    public Task FoundAsync(AccountId holder, Device device, CancellationToken ct) => SendFromDeviceAsync(holder, device, SecurityEventKind.DeviceFound, "Found", ct);

    /// <param name="holder">Who opened it.</param>
    /// <param name="device">The device.</param>
    /// <param name="usableAt">From when on codes are shown.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task TransferOpenedAsync(AccountId holder, Device device, DateTimeOffset usableAt, CancellationToken ct)
    {
        events.Record(holder, SecurityEventKind.TransferOpened, device.Model);
        await SendAsync(await accounts.GetAsync(holder, ct), device, "TransferOpened", ct, usableAt);
    }

    public Task TransferCancelledAsync(AccountId holder, Device device, CancellationToken ct) => SendAsync(holder, device, SecurityEventKind.TransferCancelled, "TransferCancelled", ct);

    /// <summary>The receipt of who gave it, with the link by which they object.</summary>
    public async Task TransferGivenAsync(AccountId giver, Device device, AccountFacts taker, string secret, CancellationToken ct)
    {
        events.RecordFromOutside(giver, SecurityEventKind.DeviceTransferred, device.Model);
        await SendAsync(await accounts.GetAsync(giver, ct), device, "TransferGiven", ct, device.HeldSince, taker.MaskedName, $"transfer/objection/{secret}");
    }

    /// <summary>The receipt of who has it now.</summary>
    public async Task TransferTakenAsync(AccountId taker, Device device, AccountFacts giver, CancellationToken ct)
    {
        events.RecordFromOutside(taker, SecurityEventKind.DeviceTransferred, device.Model);
        await SendAsync(await accounts.GetAsync(taker, ct), device, "TransferTaken", ct, device.HeldSince, giver.MaskedName);
    }

    /// <summary>Who gave it objected: both read until when it is not passed on.</summary>
    public async Task TransferObjectedAsync(AccountId giver, AccountId taker, Device device, DateTimeOffset until, CancellationToken ct)
    {
        var (gave, took) = (await accounts.GetAsync(giver, ct), await accounts.GetAsync(taker, ct));
        await SendAsync(gave, device, "TransferObjectedByYou", ct, until, took.MaskedName);
        await SendAsync(took, device, "TransferObjected", ct, until, gave.MaskedName);
    }

    /// <summary>A transfer that was confirmed is off: the account of its other side is gone.</summary>
    public async Task TransferOffAsync(AccountId side, Device device, bool giverIsGone, CancellationToken ct) =>
        await SendAsync(await accounts.GetAsync(side, ct), device, giverIsGone ? "TransferGiverGone" : "TransferTakerGone", ct);

    private async Task SendFromDeviceAsync(AccountId holder, Device device, SecurityEventKind kind, string name, CancellationToken ct)
    {
        events.RecordFromOutside(holder, kind, device.Model);
        await SendAsync(await accounts.GetAsync(holder, ct), device, name, ct);
    }

    private async Task SendAsync(AccountId holder, Device device, SecurityEventKind kind, string name, CancellationToken ct)
    {
        events.Record(holder, kind, device.Model);
        await SendAsync(await accounts.GetAsync(holder, ct), device, name, ct);
    }

    private Task SendAsync(AccountFacts holder, Device device, string name, CancellationToken ct, DateTimeOffset? at = null, string? other = null, string? link = null)
    {
        var language = Languages.Nearest(holder.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        // The device says what it is, and anybody can make one: its word must not become a link in our mail.
        var model = DeviceName.ForMail(device.Model) is { Length: > 0 } clean ? clean : device.Id.Value[..8];
        var subject = string.Format(culture, Text(name + "Subject", culture), model);
        var due = (name == "EraseOrdered" ? device.EraseOrder?.DueAt : at ?? device.Loss?.FoundDueAt)?.UtcDateTime.ToString("f", culture) ?? "";
        var text = string.Format(
            culture, Text(name + "Text", culture), model, new Uri(issuer.Value, "devices"), new Uri(issuer.Value, "security"), new Uri(issuer.Value, $"devices/{device.Id.Value}"), due, other,
            link is null ? null : new Uri(issuer.Value, link), device.Epoch, device.Id.Value,
            // The epoch before ended with the transfer.
            device.Epoch == 0 ? null : new Uri(issuer.Value, Transfers.DoneTransfer.PathOf(device.Id, device.Epoch - 1)[1..]));
        return notices.SendAsync(holder.Id, new Letter(language, subject, text.Trim().Split("\n\n")), ct);
    }

    private static string Text(string name, CultureInfo culture) =>
        Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing.");
}

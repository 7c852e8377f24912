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
internal sealed class DeviceMails(Outbox outbox, SecurityEvents events, IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Devices.Texts.DeviceMails", typeof(DeviceMails).Assembly);

    public void DeviceAdded(AccountFacts holder, Device device)
    {
        events.Record(holder.Id, SecurityEventKind.DeviceAdded, device.Model);
        Send(holder, device, "Added");
    }

    public void HoldDeclined(AccountFacts holder, Device device) => Send(holder, device, "Declined");

    public void ReleaseBegun(AccountFacts holder, Device device)
    {
        events.Record(holder.Id, SecurityEventKind.DeviceReleased, device.Model);
        Send(holder, device, "ReleaseBegun");
    }

    public void DeviceReleased(AccountFacts holder, Device device) => Send(holder, device, "Released");

    private void Send(AccountFacts holder, Device device, string name)
    {
        var language = Languages.Nearest(holder.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        // The device says what it is, and anybody can make one: its word must not become a link in our mail.
        var model = DeviceName.ForMail(device.Model) is { Length: > 0 } clean ? clean : device.Id.Value[..8];
        var subject = string.Format(culture, Text(name + "Subject", culture), model);
        var text = string.Format(culture, Text(name + "Text", culture), model, new Uri(issuer.Value, "devices"), new Uri(issuer.Value, "security"));
        outbox.Enqueue(new Letter(language, subject, text.Trim().Split("\n\n")).To(holder.PrimaryEmail.Value));
    }

    private static string Text(string name, CultureInfo culture) =>
        Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing.");
}

using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Devices;

/// <summary>
/// A device that proved itself over a fresh nonce with a count that was seen before: its counters were damaged or put back, or there are two of it. It is told how far they were, and counts on; it is
/// written down, and its holder is told. Nothing else about it changes: what its block is worth is decided where that is always decided.
/// </summary>
internal sealed class RecountDevice(TenureDb db, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    /// <summary>In the caller's transaction, which is committed whatever the answer is; saves.</summary>
    public async Task<Answer<DeviceTicket>> ExecuteAsync(ProvenEvidence proven, Network network, CancellationToken ct)
    {
        var device = proven.Device;
        if ((await limits.CheckRecountsAsync(device, ct) ?? (device.Holder is null ? await limits.TakeFreeSyncAsync(network, ct) : null)) is { } tooMany)
        {
            return tooMany;
        }

        var told = await TellAsync(proven, ct);
        if (told.Refusal is null || told.Refusal == DeviceRefusals.EvidenceStale)
        {
            await NoteAsync(device, told.Refusal is null ? told.Value.Id : null, ct);
            await db.SaveChangesAsync(ct);
        }

        return told.Refusal is { } refusal ? refusal : new DeviceTicket(told.Value.Text);
    }

    // A block that names a holding which is over is an older copy, too, and must not go on as if it were not.
    private async Task<Answer<DeviceTickets.MadeTicket>> TellAsync(ProvenEvidence proven, CancellationToken ct) =>
        proven.Evidence.HoldingId is not null && proven.Evidence.Epoch < proven.Device.Epoch ? DeviceRefusals.EvidenceStale
        : proven.Device.BootCount > Ticket.MostBoots ? DeviceRefusals.EvidenceReplayed
        : await tickets.RecountAsync(proven, ct);

    private async Task NoteAsync(Device device, TicketId? ticket, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var setback = await db.Setbacks.FindAsync([device.Id], ct) ?? db.Setbacks.Add(new Setback(device.Id, now)).Entity;
        var kind = setback.Note(device.BootCount, wasHeld: device.Holder is not null || device.Epoch > 0, now);
        if (kind == SetbackKind.Again)
        {
            return;
        }

        if (kind == SetbackKind.Repeated)
        {
            TenureMeter.CopySeen();
        }

        log.DeviceWentBack(device.Id, device.BootCount, kind);
        await book.AppendAsync(device, DeviceEvents.WentBack, ticket, by: null, ct);
        if (device.Holder is { } holder && setback.Tell(kind, now))
        {
            await mails.WentBackAsync(holder, device, kind == SetbackKind.Repeated, ct);
        }
    }
}


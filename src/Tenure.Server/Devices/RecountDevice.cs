using Tenure.Client.Devices;
using Tenure.Domain;
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

        if (RefuseToTell(proven) is { } refusal)
        {
            if (await limits.TakeSetbackAsync(device, ct) is { } tooOften)
            {
                return tooOften;
            }

            await NoteAsync(device, ticket: null, isCopy: true, ct);
            return refusal;
        }

        var made = await tickets.RecountAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        await NoteAsync(device, made.Value.Id, isCopy: false, ct);
        return new DeviceTicket(made.Value.Text);
    }

    // A block that names a holding which is over is an older copy, too, and must not go on as if it were not. And nobody but who has the key has started it so often.
    private static Refusal? RefuseToTell(ProvenEvidence proven) =>
        proven.Evidence.HoldingId is not null && proven.Evidence.Epoch < proven.Device.Epoch ? DeviceRefusals.EvidenceStale
        : proven.Device.BootCount >= Ticket.MostBoots ? DeviceRefusals.EvidenceReplayed
        : null;

    private async Task NoteAsync(Device device, TicketId? ticket, bool isCopy, CancellationToken ct)
    {
        device.FallBehind();
        var now = clock.GetUtcNow();
        var wasHeld = device.Holder is not null || device.Epoch > 0;
        var setback = await db.Setbacks.FindAsync([device.Id], ct) ?? db.Setbacks.Add(new Setback(device.Id, now)).Entity;
        var kind = setback.Note(device.BootCount, wasHeld, device.HeldSince, isCopy, now);
        if (kind != SetbackKind.Again)
        {
            await book.AppendAsync(device, DeviceEvents.WentBack, ticket, by: null, ct);
            if (device.Holder is { } holder && setback.Tell(kind, now))
            {
                await mails.WentBackAsync(holder, device, kind == SetbackKind.Repeated, ct);
            }
        }

        await db.SaveChangesAsync(ct);
        if (kind != SetbackKind.Again)
        {
            log.DeviceWentBack(device.Id, device.BootCount, kind);
        }

        // Devices that nobody ever held cost nothing to make, and nobody is woken for them.
        if (kind == SetbackKind.Repeated && wasHeld)
        {
            TenureMeter.CopySeen();
        }
    }
}

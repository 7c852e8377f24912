using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using DeviceReport = Tenure.Domain.Devices.DeviceReport;

namespace Tenure.Server.Devices;

/// <summary>A server that was restored from a backup learns how a device stands, and takes it over where the device is ahead and shows our signature for it.</summary>
internal sealed class ReconcileDevice(
    TenureDb db, ServerRoots roots, TicketSigner signer, ServerGeneration generation, HolderHandles handles, DeviceLogBook book, AccountDirectory accounts, DeviceMails mails, TimeProvider clock,
    DevicesLog log)
{
    /// <summary>Hears a device that has not reported in this generation, in the caller's transaction; the caller saves. Refuses with <c>evidence_stale</c> what it says without proof.</summary>
    public async Task<Refusal?> ExecuteAsync(ProvenEvidence proven, string? ticketText, string? lostTicketText, CancellationToken ct)
    {
        var device = proven.Device;
        var (ticket, lostTicket) = (Read(proven, ticketText), Read(proven, lostTicketText));
        var (former, before, now) = (device.Holder, await db.HoldingOfAsync(device, ct), clock.GetUtcNow());
        var report = await ReportAsync(proven, ticket, lostTicket, ct);
        var outcome = device.Judge(report);
        if (outcome == ReportOutcome.Unproven)
        {
            log.ReportUnproven(device.Id, device.Epoch, proven.Evidence.Epoch);
            return DeviceRefusals.EvidenceStale;
        }

        device.NoteReport(generation.Number);
        while (outcome == ReportOutcome.Adopted && device.AdoptNext(report, now) is { } name)
        {
            await book.AppendAsync(device, name, ticket: null, by: null, ct);
            if (before is { EndedAt: null } && name == DeviceEvents.AdoptedFree)
            {
                before.End(now);
                // First, or the database would see two that are open.
                await db.SaveChangesAsync(ct);
            }
        }

        await NoteTicketsAsync(device, [ticket?.TicketId, lostTicket?.TicketId, proven.Evidence.LastTicketId], now, ct);
        if (outcome == ReportOutcome.Adopted)
        {
            await TellAsync(device, former, ct);
        }

        log.DeviceReported(device.Id, outcome);
        return null;
    }

    // What the device shows counts only where it says what the device says.
    private async Task<DeviceReport> ReportAsync(ProvenEvidence proven, Ticket? ticket, Ticket? lostTicket, CancellationToken ct)
    {
        var evidence = proven.Evidence;
        var holding = HoldingOf(evidence.HoldingId);
        var vouches = ticket switch
        {
            { Action: TicketAction.Hold } or { Action: TicketAction.Sync, State: not TicketState.Free } => ticket.Epoch == evidence.Epoch && holding == HoldingOf(ticket.HoldingId),
            { Action: TicketAction.Release } => ticket.Epoch + 1 == evidence.Epoch && holding is null,
            { Action: TicketAction.Sync } => ticket.Epoch == evidence.Epoch && holding is null,
            _ => false,
        };
        var holder = vouches && holding is { } held ? await HolderOfAsync(proven.Device.Id, held, ticket!.HolderHandle, ct) : null;
        return new DeviceReport(evidence.Epoch, holding, holder, vouches, LostOf(lostTicket, evidence.Epoch));
    }

    private static LostNotice? LostOf(Ticket? ticket, uint epoch) =>
        ticket is { Action: TicketAction.Lost } or { Action: TicketAction.Sync, State: TicketState.Lost } && ticket.Epoch == epoch ? new LostNotice(ticket.LostMessage, ticket.LostContact) : null;

    private static HoldingId? HoldingOf(byte[]? id) => id is null ? null : new HoldingId(new Guid(id, bigEndian: true));

    private async Task<AccountId?> HolderOfAsync(DeviceId device, HoldingId holding, byte[]? handle, CancellationToken ct) =>
        handles.Open(device, holding, handle) is { } account && await db.Accounts.AnyAsync(a => a.Id == account, ct) ? account : null;

    private Ticket? Read(ProvenEvidence proven, string? text)
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            return KeptTicket.Verify(Base64Url.DecodeFromChars(text), roots.All, signer.Issuer, proven.Evidence.Subject);
        }
        catch (ProtocolException e)
        {
            log.EvidenceRefused(e.Code, e.Field);
            return null;
        }
    }

    // Receipts that name them are still to come.
    private async Task NoteTicketsAsync(Device device, IEnumerable<byte[]?> ids, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in ids.OfType<byte[]>().Select(id => new TicketId(new Guid(id, bigEndian: true))).Distinct())
        {
            if (!await db.IssuedTickets.AnyAsync(t => t.DeviceId == device.Id && t.Id == id, ct))
            {
                db.IssuedTickets.Add(IssuedTicket.OfLostTime(id, device, now));
            }
        }
    }

    private async Task TellAsync(Device device, AccountId? former, CancellationToken ct)
    {
        if (device.HoldingId is { } holding && !await db.Holdings.AnyAsync(h => h.DeviceId == device.Id && h.Id == holding, ct))
        {
            db.Holdings.Add(Holding.Adopted(device, clock.GetUtcNow()));
        }

        if (former is { } old && old != device.Holder)
        {
            await mails.DeviceReleasedAsync(await accounts.GetAsync(old, ct), device, ct);
        }

        if (device.Holder is { } holder)
        {
            await mails.ReconciledAsync(holder, device, ct);
        }
    }
}

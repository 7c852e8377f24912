using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Devices;

/// <summary>Makes tickets that answer evidence, and notes each in the caller's unit of work: what was never noted here was made by a thief.</summary>
internal sealed class DeviceTickets(TenureDb db, TicketSigner signer, ServerGeneration generation, TimeProvider clock, DevicesLog log)
{
    private static readonly TimeSpan OnlineLifetime = TimeSpan.FromMinutes(15);

    public (TicketId Id, string Text) Hold(ProvenEvidence proven, string maskedHolder) =>
        Make(proven, TicketKind.Hold, SignerPurpose.Hold, ticket => ticket with
        {
            HoldingId = HoldingOf(proven.Device),
            MaskedHolder = maskedHolder,
        });

    // As long as the device's nonce lives: the ticket may travel as a picture or a file.
    public (TicketId Id, string Text) Release(ProvenEvidence proven)
    {
        proven.Device.NoteReleaseTicket(clock.GetUtcNow() + Ticket.MaxLifetime);
        return Make(proven, TicketKind.Release, SignerPurpose.Release, ticket => ticket with
        {
            Lifetime = Ticket.MaxLifetime,
            HoldingId = HoldingOf(proven.Device),
            Erase = proven.Device.Entitlement!.Erase,
        });
    }

    /// <param name="maskedHolder"><c>null</c> when the device is free.</param>
    public (TicketId Id, string Text) Sync(ProvenEvidence proven, string? maskedHolder) =>
        maskedHolder is null
            ? Make(proven, TicketKind.Sync, SignerPurpose.Release, ticket => ticket with { State = TicketState.Free })
            : Make(proven, TicketKind.Sync, SignerPurpose.Hold, ticket => WithLoss(ticket, proven.Device) with
            {
                State = proven.Device.State == DeviceState.Lost ? TicketState.Lost : TicketState.Held,
                HoldingId = HoldingOf(proven.Device),
                MaskedHolder = maskedHolder,
            });

    public (TicketId Id, string Text) Lost(ProvenEvidence proven) => Make(proven, TicketKind.Lost, SignerPurpose.Hold, ticket => WithLoss(ticket, proven.Device));

    public (TicketId Id, string Text) Found(ProvenEvidence proven) => Make(proven, TicketKind.Found, SignerPurpose.Release, ticket => ticket);

    /// <summary>The ticket that evidence names, as it was issued; <c>null</c>, with a warning in the server's log, when it never was.</summary>
    public async Task<IssuedTicket?> NamedByAsync(ProvenEvidence proven, CancellationToken ct)
    {
        var (device, id) = (proven.Device.Id, new TicketId(new Guid(proven.Evidence.LastTicketId!, bigEndian: true)));
        var ticket = await db.IssuedTickets.FirstOrDefaultAsync(t => t.DeviceId == device && t.Id == id, ct);
        if (ticket is null)
        {
            log.UnknownTicket(device, id);
        }

        return ticket;
    }

    private static byte[] HoldingOf(Device device) =>
        device.HoldingId?.Value.ToByteArray(bigEndian: true) ?? throw new InvalidOperationException("Nobody holds the device.");

    private static Ticket WithLoss(Ticket ticket, Device device) => ticket with { LostMessage = device.Loss?.Message, LostContact = device.Loss?.Contact };

    private static TicketAction ActionOf(TicketKind kind) => kind switch
    {
        TicketKind.Hold => TicketAction.Hold,
        TicketKind.Release => TicketAction.Release,
        TicketKind.Sync => TicketAction.Sync,
        TicketKind.Lost => TicketAction.Lost,
        TicketKind.Found => TicketAction.Found,
    };

    private static string NameOf(TicketKind kind) => kind switch
    {
        TicketKind.Hold => "hold",
        TicketKind.Release => "release",
        TicketKind.Sync => "sync",
        TicketKind.Lost => "lost",
        TicketKind.Found => "found",
    };

    private (TicketId Id, string Text) Make(ProvenEvidence proven, TicketKind kind, SignerPurpose purpose, Func<Ticket, Ticket> fill)
    {
        var id = RandomNumberGenerator.GetBytes(16);
        var ticket = fill(new Ticket
        {
            Issuer = signer.Issuer,
            Subject = proven.Evidence.Subject,
            TicketId = id,
            Action = ActionOf(kind),
            Epoch = proven.Device.Epoch,
            EvidenceDigest = proven.Digest,
            Lifetime = OnlineLifetime,
            ServerGeneration = generation.Value,
        });
        var issued = new IssuedTicket(new TicketId(new Guid(id, bigEndian: true)), kind, proven.Device, clock.GetUtcNow());
        db.IssuedTickets.Add(issued);
        TenureMeter.TicketIssued(NameOf(kind));
        return (issued.Id, Base64Url.EncodeToString(signer.Sign(purpose, ticket)));
    }
}

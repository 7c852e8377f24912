using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Devices;

/// <summary>Makes tickets that answer evidence, and notes each in the caller's unit of work: what was never noted here was made by a thief.</summary>
internal sealed class DeviceTickets(TenureDb db, TicketSigner signer, ServerGeneration generation, KeyFile keyFile, HolderHandles handles, UnknownTickets unknown, TimeProvider clock)
{
    /// <summary>What stands where a masked name would, when the account of the holding is gone.</summary>
    public const string Nobody = "•••";

    // Work that is done again because another request was faster asks for the same ticket again: the signer gives one for one piece of evidence.
    private readonly Dictionary<string, byte[]> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<HoldingId, byte[]> sealedHandles = [];

    public Task<Answer<MadeTicket>> HoldAsync(ProvenEvidence proven, string maskedHolder, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Hold, SignerPurpose.Hold, ticket => ticket with
        {
            HoldingId = HoldingOf(proven.Device),
            MaskedHolder = maskedHolder,
            HolderHandle = HandleOf(proven.Device),
        }, ct);

    // As long as the device's nonce lives: the ticket may travel as a picture or a file.
    public async Task<Answer<MadeTicket>> ReleaseAsync(ProvenEvidence proven, ProvenConsent consent, CancellationToken ct)
    {
        var made = await MakeAsync(proven, TicketKind.Release, SignerPurpose.Release, ticket => ticket with
        {
            Lifetime = Ticket.MaxLifetime,
            HoldingId = HoldingOf(proven.Device),
            Erase = consent.Erase,
            Consent = consent.Leaf,
        }, ct, consent.Proof, consent.Votes);
        if (made.Refusal is null)
        {
            proven.Device.NoteReleaseTicket(clock.GetUtcNow() + Ticket.MaxLifetime);
        }

        return made;
    }

    /// <param name="proven">What the device asked.</param>
    /// <param name="maskedHolder"><c>null</c> when the device is free.</param>
    /// <param name="ct">Ends the wait for the signer.</param>
    public Task<Answer<MadeTicket>> SyncAsync(ProvenEvidence proven, string? maskedHolder, CancellationToken ct) =>
        maskedHolder is null
            ? MakeAsync(proven, TicketKind.Sync, SignerPurpose.Release, ticket => ticket with { State = TicketState.Free }, ct)
            : MakeAsync(proven, TicketKind.Sync, SignerPurpose.Hold, ticket => WithLoss(ticket, proven.Device) with
            {
                State = proven.Device.State is DeviceState.Lost or DeviceState.Sealed ? TicketState.Lost : TicketState.Held,
                HoldingId = HoldingOf(proven.Device),
                MaskedHolder = maskedHolder,
                HolderHandle = HandleOf(proven.Device),
            }, ct);

    public Task<Answer<MadeTicket>> LostAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Lost, SignerPurpose.Hold, ticket => WithLoss(ticket, proven.Device), ct);

    public Task<Answer<MadeTicket>> FoundAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Found, SignerPurpose.Release, ticket => ticket, ct);

    public Task<Answer<MadeTicket>> ResetAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Reset, SignerPurpose.Release, ticket => ticket, ct);

    public Task<Answer<MadeTicket>> EraseAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Erase, SignerPurpose.Release, ticket => ticket with
        {
            EraseCode = proven.Device.EraseOrder?.Code is { } code ? Encoding.UTF8.GetString(keyFile.Unprotect(EraseDevice.SealOf(proven.Device.Id), code)) : null,
        }, ct);

    /// <summary>For a device that is behind: its own epoch, and how far the server has counted, or a step towards that.</summary>
    public Task<Answer<MadeTicket>> RecountAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Recount, SignerPurpose.Hold, ticket => ticket with { Epoch = proven.Evidence.Epoch, CountedBoots = Math.Min(proven.Device.BootCount, proven.Evidence.BootCount + Ticket.MostBootsAtOnce) }, ct);

    public Task<Answer<MadeTicket>> OpenAsync(ProvenEvidence proven, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Open, SignerPurpose.Hold, ticket => ticket, ct);

    public Task<Answer<MadeTicket>> FlashAsync(ProvenEvidence proven, FlashOrder order, CancellationToken ct) =>
        MakeAsync(proven, TicketKind.Flash, SignerPurpose.Flash, ticket => ticket with { Flash = order, Epoch = proven.Evidence.Epoch }, ct);

    public Task<Answer<MadeTicket>> UnlockAsync(ProvenEvidence proven, DateTimeOffset at, CancellationToken ct) => MakeAsync(proven, TicketKind.Unlock, SignerPurpose.Flash, ticket => ticket, ct);

    /// <summary>The ticket that evidence names, as it was issued; <c>null</c>, with a warning in the server's log, when it never was.</summary>
    public Task<IssuedTicket?> NamedByAsync(ProvenEvidence proven, CancellationToken ct) => NamedAsync(proven.Device, proven.Evidence.LastTicketId!, ct);

    /// <summary>A ticket that a device names, as it was issued to it; <c>null</c>, with a warning in the server's log, when it never was.</summary>
    public async Task<IssuedTicket?> NamedAsync(Device said, byte[] ticketId, CancellationToken ct)
    {
        var (device, id) = (said.Id, new TicketId(new Guid(ticketId, bigEndian: true)));
        var ticket = await db.IssuedTickets.FirstOrDefaultAsync(t => t.DeviceId == device && t.Id == id, ct);
        if (ticket is null)
        {
            await unknown.NoteAsync(said, id, ct);
        }

        return ticket;
    }

    // None where the account is gone.
    private byte[]? HandleOf(Device device)
    {
        if (device.Holder is not { } holder)
        {
            return null;
        }

        var holding = device.HoldingId!.Value;
        return sealedHandles.TryGetValue(holding, out var handle) ? handle : sealedHandles[holding] = handles.Seal(device.Id, holding, holder);
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
        TicketKind.Reset => TicketAction.Reset,
        TicketKind.Erase => TicketAction.Erase,
        TicketKind.Open => TicketAction.Open,
        TicketKind.Recount => TicketAction.Recount,
        TicketKind.Flash => TicketAction.Flash,
        TicketKind.Unlock => TicketAction.Unlock,
    };

    private static string NameOf(TicketKind kind) => kind switch
    {
        TicketKind.Hold => "hold",
        TicketKind.Release => "release",
        TicketKind.Sync => "sync",
        TicketKind.Lost => "lost",
        TicketKind.Found => "found",
        TicketKind.Reset => "reset",
        TicketKind.Erase => "erase",
        TicketKind.Open => "open",
        TicketKind.Recount => "recount",
        TicketKind.Flash => "flash",
        TicketKind.Unlock => "unlock",
    };

    private async Task<Answer<MadeTicket>> MakeAsync(ProvenEvidence proven, TicketKind kind, SignerPurpose purpose, Func<Ticket, Ticket> fill, CancellationToken ct, ConsentProof? consent = null, SignedVotes? votes = null)
    {
        var id = IdFor(proven);
        var ticket = fill(new Ticket
        {
            Issuer = signer.Issuer,
            Subject = proven.Evidence.Subject,
            TicketId = id,
            Action = ActionOf(kind),
            Epoch = proven.Device.Epoch,
            EvidenceDigest = proven.Digest,
            Lifetime = TicketPolicy.OnlineLifetime,
            ServerGeneration = generation.Value,
        });
        var signed = await signer.SignAsync(new TicketRequest(purpose, ticket, proven.Bytes, PublicKeyP256.FromCoseKey(proven.Device.PublicKey), consent, votes), ct);
        if (signed.Refusal is { } refusal)
        {
            return refusal;
        }

        var issued = new IssuedTicket(new TicketId(new Guid(id, bigEndian: true)), kind, proven.Device, clock.GetUtcNow())
        {
            JobId = ticket.Flash is { } order ? new Guid(order.JobId, bigEndian: true) : null,
        };
        db.IssuedTickets.Add(issued);
        TenureMeter.TicketIssued(NameOf(kind));
        return new MadeTicket(issued.Id, Base64Url.EncodeToString(consent is null ? signed.Value : SignedTicketCodec.WithProof(signed.Value, consent)));
    }

    private byte[] IdFor(ProvenEvidence proven)
    {
        var evidence = Convert.ToHexString(proven.Digest);
        return ids.TryGetValue(evidence, out var id) ? id : ids[evidence] = RandomNumberGenerator.GetBytes(ClaimSizes.Id);
    }

    /// <summary>A ticket that was made.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Text">base64url, with its signer's certificate, and a release with its proof, as devices take it.</param>
    internal sealed record MadeTicket(TicketId Id, string Text);
}

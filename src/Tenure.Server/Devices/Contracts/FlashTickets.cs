using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Devices.Contracts;

/// <summary>Tickets that open a device to other software, and what it says of them. Who may have one is the caller's question; each is in the device's log.</summary>
internal sealed class FlashTickets(TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book)
{
    /// <summary>A flash ticket for one start of the device.</summary>
    /// <param name="evidence">Of purpose flash.</param>
    /// <param name="decide">Says what the ticket opens, in this unit of work, or why there is none, and then changes nothing; called again when another request was first.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Answer<DeviceTicket>> FlashAsync(string evidence, Func<ProvenEvidence, CancellationToken, Task<Answer<FlashOrder>>> decide, CancellationToken ct) =>
        IssueAsync(evidence, EvidencePurpose.Flash, TicketKind.Flash, DeviceEvents.FlashTicketIssued, decide, tickets.FlashAsync, ct);

    /// <summary>An unlock ticket. The device counts as open to any system from now on.</summary>
    /// <param name="evidence">Of purpose unlock.</param>
    /// <param name="decide">As above; the time that it gives is when the ticket was made.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Answer<DeviceTicket>> UnlockAsync(string evidence, Func<ProvenEvidence, CancellationToken, Task<Answer<DateTimeOffset>>> decide, CancellationToken ct) =>
        IssueAsync(evidence, EvidencePurpose.Unlock, TicketKind.Unlock, DeviceEvents.UnlockTicketIssued, decide, tickets.UnlockAsync, ct);

    /// <summary>A device says what came of a flash ticket. Nobody needs to be signed in: only the device can say it.</summary>
    /// <param name="evidence">Of purpose flashed.</param>
    /// <param name="network">Counted where it proves nothing.</param>
    /// <param name="note">Takes note of it, in this unit of work: <c>true</c> where it is news.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Refusal?> ReceiveAsync(string evidence, Network network, Func<ProvenEvidence, IssuedTicket, CancellationToken, Task<Answer<bool>>> note, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(async () =>
        {
            // No network reaches a boot ROM or a bootloader: its counters and its own nonce keep a copy out.
            var proven = await check.ProveAsync(evidence, EvidencePurpose.Flashed, ct, offline: true);
            if (proven.Refusal is { } unproven)
            {
                return unproven;
            }

            var refusal = await NoteAsync(proven.Value, note, ct);
            await db.SaveChangesAsync(ct);
            return refusal;
        }), ct);

    private async Task<Refusal?> NoteAsync(ProvenEvidence proven, Func<ProvenEvidence, IssuedTicket, CancellationToken, Task<Answer<bool>>> note, CancellationToken ct)
    {
        if (await tickets.NamedAsync(proven.Device, proven.Evidence.Flashed!.TicketId, ct) is not { Kind: TicketKind.Flash } ticket)
        {
            return EvidenceRefusals.Untrusted;
        }

        var news = await note(proven, ticket, ct);
        if (news.Refusal is null && news.Value)
        {
            await book.AppendAsync(proven.Device, DeviceEvents.Flashed, ticket.Id, by: null, ct);
        }

        return news.Refusal;
    }

    private Task<Answer<DeviceTicket>> IssueAsync<T>(
        string evidence, EvidencePurpose purpose, TicketKind kind, string entry, Func<ProvenEvidence, CancellationToken, Task<Answer<T>>> decide,
        Func<ProvenEvidence, T, CancellationToken, Task<Answer<DeviceTickets.MadeTicket>>> make, CancellationToken ct)
        where T : notnull => contention.RunAsync<DeviceTicket>(async () =>
    {
        var proven = await check.ProveAsync(evidence, purpose, ct, offline: true);
        if (proven.Refusal is { } unproven)
        {
            return unproven;
        }

        var device = proven.Value.Device;
        var decided = await limits.CheckTicketsAsync(device, kind, ct) is { } tooMany ? tooMany
            : proven.Value.Fits() is { } stale ? stale
            : await decide(proven.Value, ct);
        if (decided.Refusal is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = await make(proven.Value, decided.Value, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        await book.AppendAsync(device, entry, made.Value.Id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(made.Value.Text);
    });
}

using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Devices;

/// <summary>A release ticket under the holder's consent, with the proof that the consent is in the log.</summary>
internal sealed class IssueReleaseTicket(TenureDb db, ConsentProofs consents, DeviceTickets tickets, DeviceLogBook book, TimeProvider clock)
{
    /// <summary>Makes and saves it. The consent was saved before: nothing can prove what is not on record.</summary>
    /// <param name="proven">What the device asked.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<DeviceTicket>> ExecuteAsync(ProvenEvidence proven, CancellationToken ct)
    {
        if ((proven.Device.MayIssueReleaseTicket(clock.GetUtcNow()) ?? proven.Fits()) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = await MakeAsync(proven, ct);
        if (made.Refusal == SigningRefusals.Replaced)
        {
            // Nobody rotates a signer twice in a moment.
            made = await MakeAsync(proven, ct);
        }

        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.ReleaseTicketIssued, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(ticket);
    }

    private async Task<Answer<DeviceTickets.MadeTicket>> MakeAsync(ProvenEvidence proven, CancellationToken ct)
    {
        var consent = await consents.ProveAsync(proven.Device.Id, proven.Evidence.SeenEntries, ct);
        return consent.Refusal is { } unproven ? unproven : await tickets.ReleaseAsync(proven, consent.Value, ct);
    }
}

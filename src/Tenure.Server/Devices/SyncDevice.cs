using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>Tells a device whose block is bad or old how it stands, and one whose counters went back how far they were. A device that is being released is told that it is held: the release ticket then erases it.</summary>
internal sealed class SyncDevice(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, ReconcileDevice reconcile, RecountDevice recount, ServerGeneration generation, DeviceTickets tickets, DeviceLogBook book,
    AccountDirectory accounts, DevicesLog log)
{
    // What was newer at the first look, and is not any more when the work is done again, was overtaken by another question of the device: that is none that went back.
    private bool isOvertaken;

    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/sync", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            Client.Devices.SyncDevice request, HttpContext context, SyncDevice sync, CancellationToken ct) =>
            TypedResults.From(await sync.ExecuteAsync(request, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("A ticket with the server's state, or, for counters that went back, with the count that the server has seen; to a server that was restored from a backup the device says how it stands");

    public async Task<Answer<DeviceTicket>> ExecuteAsync(Client.Devices.SyncDevice request, Network network, CancellationToken ct) =>
        (WellFormedText.Check(request.Ticket, "ticket") ?? WellFormedText.Check(request.LostTicket, "lostTicket")) is { } malformed
            ? malformed
            : await limits.RunAsync(network, () => contention.RunAsync(() => SyncAsync(request, network, ct)), ct);

    private async Task<Answer<DeviceTicket>> SyncAsync(Client.Devices.SyncDevice request, Network network, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var checkedEvidence = await check.ProveAsync(request.Evidence, EvidencePurpose.Sync, ct, mayBeBehind: true);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (proven.IsBehind && isOvertaken)
        {
            return DeviceRefusals.EvidenceReplayed;
        }

        if (proven.IsBehind)
        {
            var recounted = await recount.ExecuteAsync(proven, network, ct);
            await transaction.CommitAsync(ct);
            return recounted;
        }

        isOvertaken = true;
        if (await limits.CheckTicketsAsync(proven.Device, TicketKind.Sync, ct) is { } tooMany)
        {
            return tooMany;
        }

        var refused = proven.Device.HasReported(generation.Number) ? null : await reconcile.ExecuteAsync(proven, request.Ticket, request.LostTicket, ct);
        // A device that is ahead has a receipt to send first.
        if ((refused ?? (proven.Evidence.Epoch > proven.Device.Epoch ? DeviceRefusals.EvidenceStale : null)) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return refusal;
        }

        if (proven.Device.HoldingId is null && await limits.TakeFreeSyncAsync(network, ct) is { } tooManyFree)
        {
            return tooManyFree;
        }

        var masked = proven.Device.Holder is { } holder ? (await accounts.GetAsync(holder, ct)).MaskedName : proven.Device.HoldingId is null ? null : DeviceTickets.Nobody;
        var made = await tickets.SyncAsync(proven, masked, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.Synced, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        log.DeviceSynced(proven.Device.Id);
        return new DeviceTicket(ticket);
    }
}

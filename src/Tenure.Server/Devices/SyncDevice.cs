using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>Tells a device whose block is bad or old how it stands. A device that is being released is told that it is held: the release ticket then erases it.</summary>
internal sealed class SyncDevice(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book, AccountDirectory accounts, DevicesLog log)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/sync", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, SyncDevice sync, CancellationToken ct) =>
            TypedResults.From(await sync.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("A ticket with the server's state");

    public Task<Answer<DeviceTicket>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => SyncAsync(evidence, network, ct)), ct);

    private async Task<Answer<DeviceTicket>> SyncAsync(string evidence, Network network, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Sync, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (await limits.CheckTicketsAsync(proven.Device, TicketKind.Sync, ct) is { } tooMany)
        {
            return tooMany;
        }

        if (proven.Evidence.Epoch > proven.Device.Epoch)
        {
            // The device is ahead: it has a receipt to send first.
            await db.SaveChangesAsync(ct);
            return DeviceRefusals.EvidenceStale;
        }

        if (proven.Device.Holder is null && await limits.TakeFreeSyncAsync(network, ct) is { } tooManyFree)
        {
            return tooManyFree;
        }

        var masked = proven.Device.Holder is { } holder ? (await accounts.GetAsync(holder, ct)).MaskedName : null;
        var made = await tickets.SyncAsync(proven, masked, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.Synced, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        log.DeviceSynced(proven.Device.Id);
        return new DeviceTicket(ticket);
    }
}

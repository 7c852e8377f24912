using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder takes back that a device is given up, while that waits. Whoever is signed in may, without the password: it stays held, which robs nobody.</summary>
internal sealed class CancelRemoval(TenureDb db, Contention contention, DeviceLogBook book, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/removal/cancellation", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, CurrentAccount caller, CancelRemoval cancel, CancellationToken ct) =>
            TypedResults.From(await cancel.ExecuteAsync(caller, new DeviceId(id), ct)))
        .WithSummary("Take back that a device is removed, while that waits");

    public Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, CancellationToken ct) => contention.RunAsync<HeldDevice>(async () =>
    {
        if (await db.Devices.OfAsync(caller.Id, id, ct) is not { } device)
        {
            return EvidenceRefusals.NotFound;
        }

        if (device.CancelRemoval(caller.Id) is { } refusal)
        {
            return refusal;
        }

        await book.AppendAsync(device, DeviceEvents.RemovalCancelled, ticket: null, "page", ct);
        await mails.RemovalCancelledAsync(caller.Id, device, ct);
        await db.SaveChangesAsync(ct);
        return device.ToHeldDevice(clock.GetUtcNow());
    });
}

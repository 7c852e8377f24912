using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder takes back that a device was found. Whoever is signed in may, without the password: it stays lost, which robs nobody.</summary>
internal sealed class CancelFind(TenureDb db, Contention contention, DeviceLogBook book, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/found/cancellation", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, CurrentAccount caller, CancelFind cancel, CancellationToken ct) =>
            TypedResults.From(await cancel.ExecuteAsync(caller, new DeviceId(id), ct)))
        .WithSummary("Take back that a device was found: it stays lost");

    public Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, CancellationToken ct) => contention.RunAsync<HeldDevice>(async () =>
    {
        if (await db.Devices.OfAsync(caller.Id, id, ct) is not { } device)
        {
            return EvidenceRefusals.NotFound;
        }

        if (device.CancelFound(caller.Id) is { } refusal)
        {
            return refusal;
        }

        await book.AppendAsync(device, DeviceEvents.FoundCancelled, ticket: null, "page", ct);
        await mails.FoundCancelledAsync(caller.Id, device, ct);
        await db.SaveChangesAsync(ct);
        return device.ToHeldDevice(clock.GetUtcNow());
    });
}

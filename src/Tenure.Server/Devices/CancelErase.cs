using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder takes an order to erase back, wherever they are signed in, on the device itself too: with the password, for whoever has the device is signed in there.</summary>
internal sealed class CancelErase(TenureDb db, Contention contention, PasswordStepUp stepUp, DeviceLogBook book, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/erasure/cancellation", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, Client.Devices.CancelErase request, CurrentAccount caller, CancelErase cancel, CancellationToken ct) =>
            TypedResults.From(await cancel.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Take an order to erase a device back");

    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, Client.Devices.CancelErase request, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync<HeldDevice>(async () =>
        {
            if (await db.Devices.OfAsync(caller.Id, id, ct) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            if (device.CancelErase(caller.Id) is { } refusal)
            {
                return refusal;
            }

            await book.AppendAsync(device, DeviceEvents.EraseCancelled, ticket: null, "page", ct);
            await mails.EraseCancelledAsync(caller.Id, device, ct);
            await db.SaveChangesAsync(ct);
            return device.ToHeldDevice(clock.GetUtcNow());
        });
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder gives a device up from afar, with the password. The device frees itself at its next contact.</summary>
internal sealed class RemoveDevice(TenureDb db, Contention contention, PasswordStepUp stepUp, GrantRelease grant, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/removal", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, Client.Devices.RemoveDevice request, CurrentAccount caller, RemoveDevice remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Remove a device from the caller's account");

    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, Client.Devices.RemoveDevice request, CancellationToken ct)
    {
        var holder = caller.Id;
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync<HeldDevice>(async () =>
        {
            if (await db.Devices.OfAsync(holder, id, ct) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            if (await grant.ExecuteAsync(device, holder, request.Erase, "page", ct) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(ct);
            return device.ToHeldDevice(clock.GetUtcNow());
        });
    }
}

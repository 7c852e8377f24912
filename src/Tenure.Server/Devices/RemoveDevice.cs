using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder gives a device up from afar, with the password. The device frees itself at its next contact.</summary>
internal sealed class RemoveDevice(TenureDb db, Contention contention, PasswordStepUp stepUp, GrantRelease grant)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/removal", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, Client.Devices.RemoveDevice request, CurrentAccount caller, HttpContext context, RemoveDevice remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller.Id, new DeviceId(id), request, Network.Of(context.Connection.RemoteIpAddress), ct)))
        .WithSummary("Remove a device from the caller's account");

    public async Task<Answer<HeldDevice>> ExecuteAsync(AccountId holder, DeviceId id, Client.Devices.RemoveDevice request, Network network, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(holder, request.Password, network, ct) is { } wrong)
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
            return device.ToHeldDevice();
        });
    }
}

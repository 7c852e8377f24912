using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>What the server believes of the device that asks with its own token.</summary>
internal sealed class GetDeviceState(TenureDb db, AccountDirectory accounts, ServerGeneration generation, IWorkshopRestores restores, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapGet("/state", async Task<Results<Ok<Client.Devices.DeviceState>, RefusalResult>> (ClaimsPrincipal caller, GetDeviceState get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(new DeviceId(caller.FindFirstValue(CurrentAccount.SubjectClaim) ?? ""), ct)))
        .RequireAuthorization(Policies.Device).WithSummary("The calling device's state");

    public async Task<Answer<Client.Devices.DeviceState>> ExecuteAsync(DeviceId id, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } device)
        {
            return EvidenceRefusals.NotFound;
        }

        var masked = device.Holder is { } holder ? (await accounts.GetAsync(holder, ct)).MaskedName : null;
        var mayErase = device.MayIssueEraseTicket(clock.GetUtcNow()) is null && (device.Holder is not { } by || await accounts.RefuseQuietAsync(by, ct) is null);
        // A sealed one shows its lost screen as before; what became of its holder is nobody's business.
        var shown = device.State == DeviceState.Sealed ? DeviceState.Lost : device.State;
        return new Client.Devices.DeviceState(LoggedState.NameOf(shown), device.Epoch, masked, device.Loss?.Message, device.Loss?.Contact, device.EraseOrder?.DueAt,
            mayErase, !device.HasReported(generation.Number), await restores.LastAsync(device, ct));
    }
}

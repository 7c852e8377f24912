using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>One device of the caller's account.</summary>
internal sealed class GetDevice(TenureDb db, DeviceIdentities identities, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/{id}", async Task<Results<Ok<HeldDevice>, RefusalResult>> (string id, CurrentAccount caller, GetDevice get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(id), ct)))
        .WithSummary("One device of the caller's account");

    public async Task<Answer<HeldDevice>> ExecuteAsync(AccountId holder, DeviceId id, CancellationToken ct) =>
        await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is { } device
            ? device.ToHeldDevice(clock.GetUtcNow()) with { Identity = await identities.OfAsync(device, ct), CopySeenAt = await CopySeenAsync(device, ct) }
            : EvidenceRefusals.NotFound;

    // What it did in the hands of the holder before is no business of this one.
    private async Task<DateTimeOffset?> CopySeenAsync(Device device, CancellationToken ct) =>
        await db.Setbacks.AsNoTracking().FirstOrDefaultAsync(s => s.DeviceId == device.Id, ct) is { RepeatedAt: { } at } && at > clock.GetUtcNow() - Setback.Memory && at >= device.HeldSince ? at : null;
}

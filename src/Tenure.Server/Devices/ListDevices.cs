using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Devices;

/// <summary>The devices that the caller's account holds, the latest first.</summary>
internal sealed class ListDevices(TenureDb db, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/", async Task<Ok<IReadOnlyList<HeldDevice>>> (CurrentAccount caller, ListDevices list, CancellationToken ct) =>
            TypedResults.Ok(await list.ExecuteAsync(caller.Id, ct)))
        .WithSummary("Devices of the caller's account");

    public async Task<IReadOnlyList<HeldDevice>> ExecuteAsync(AccountId holder, CancellationToken ct) =>
        [.. (await db.Devices.AsNoTracking().Where(d => d.Holder == holder).OrderByDescending(d => d.HeldSince).ToListAsync(ct)).Select(d => d.ToHeldDevice(clock.GetUtcNow()))];
}

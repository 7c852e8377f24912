using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Flashing.Restores;

/// <summary>The restores of an account, the latest first.</summary>
internal sealed class ListRestores(TenureDb db, HolderDevices devices, TimeProvider clock)
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder restores)
    {
        restores.MapGet("/", async Task<Ok<IReadOnlyList<Restore>>> (CurrentAccount caller, ListRestores list, CancellationToken ct) => TypedResults.Ok(await list.ExecuteAsync(caller, device: null, ct)))
            .WithSummary("Restores of the account, the latest first");
        restores.MapGet("/{id}", async Task<Results<Ok<Restore>, RefusalResult>> (Guid id, CurrentAccount caller, ListRestores list, CancellationToken ct) =>
                TypedResults.From(await list.FindAsync(caller, id, ct)))
            .WithSummary("One restore of the account");
    }

    /// <param name="device">Of this device alone; <c>null</c> for all.</param>
    public async Task<IReadOnlyList<Restore>> ExecuteAsync(CurrentAccount caller, DeviceId? device, CancellationToken ct)
    {
        var all = db.Restores.AsNoTracking().Where(j => j.AccountId == caller.Id);
        var some = device is { } only ? all.Where(j => j.DeviceId == only) : all;
        return await ToRestoresAsync(caller, await some.OrderByDescending(j => j.CreatedAt).Take(Most).ToListAsync(ct), ct);
    }

    public async Task<Answer<Restore>> FindAsync(CurrentAccount caller, Guid id, CancellationToken ct) =>
        await db.Restores.AsNoTracking().FirstOrDefaultAsync(j => j.AccountId == caller.Id && j.Id == id, ct) is { } job ? (await ToRestoresAsync(caller, [job], ct))[0] : FlashRefusals.RestoreNotFound;

    private async Task<IReadOnlyList<Restore>> ToRestoresAsync(CurrentAccount caller, List<RestoreJob> jobs, CancellationToken ct)
    {
        var digests = jobs.Select(j => j.Manifest).Distinct().ToList();
        var packages = await db.FirmwarePackages.AsNoTracking().Where(p => digests.Contains(p.Digest)).ToDictionaryAsync(p => p.Digest, ct);
        var held = await devices.OfAsync(caller.Id, [.. jobs.Select(j => j.DeviceId).Distinct()], ct);
        var now = clock.GetUtcNow();
        return [.. jobs.Select(j => j.ToRestore(packages.GetValueOrDefault(j.Manifest), j.IsOvertaken(held.GetValueOrDefault(j.DeviceId)), now))];
    }
}

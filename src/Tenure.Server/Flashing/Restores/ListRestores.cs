using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Flashing.Restores;

/// <summary>The restores of an account, the latest first, and those that a workshop of its began.</summary>
internal sealed class ListRestores(TenureDb db, WorkshopAccess access, HolderDevices devices, TimeProvider clock)
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
        var all = await VisibleAsync(caller, ct);
        var some = device is { } only ? all.Where(j => j.DeviceId == only && j.AccountId == caller.Id) : all;
        return await ToRestoresAsync(await some.OrderByDescending(j => j.CreatedAt).Take(Most).ToListAsync(ct), ct);
    }

    public async Task<Answer<Restore>> FindAsync(CurrentAccount caller, Guid id, CancellationToken ct) =>
        await (await VisibleAsync(caller, ct)).FirstOrDefaultAsync(j => j.Id == id, ct) is { } job ? (await ToRestoresAsync([job], ct))[0] : FlashRefusals.RestoreNotFound;

    // What a holder allowed and no workshop began is the holder's alone.
    private async Task<IQueryable<RestoreJob>> VisibleAsync(CurrentAccount caller, CancellationToken ct)
    {
        var workshops = (await access.OfAsync(caller.Id, ct)).Select(w => (Guid?)w.Id).ToList();
        return workshops.Count == 0
            ? db.Restores.AsNoTracking().Where(j => j.AccountId == caller.Id)
            : db.Restores.AsNoTracking().Where(j => j.AccountId == caller.Id || (j.TakenBy != null && workshops.Contains(j.WorkshopId)));
    }

    private async Task<IReadOnlyList<Restore>> ToRestoresAsync(List<RestoreJob> jobs, CancellationToken ct)
    {
        var digests = jobs.Select(j => j.Manifest).Distinct().ToList();
        var packages = await db.FirmwarePackages.AsNoTracking().Where(p => digests.Contains(p.Digest)).ToDictionaryAsync(p => p.Digest, ct);
        var known = await devices.AllAsync([.. jobs.Select(j => j.DeviceId).Distinct()], ct);
        var ids = jobs.Select(j => j.WorkshopId).OfType<Guid>().Distinct().ToList();
        var workshops = ids.Count == 0 ? [] : await db.Workshops.AsNoTracking().Where(w => ids.Contains(w.Id)).ToDictionaryAsync(w => w.Id, w => w.Name, ct);
        var now = clock.GetUtcNow();
        return [.. jobs.Select(j => j.ToRestore(packages.GetValueOrDefault(j.Manifest), j.IsOvertaken(known.GetValueOrDefault(j.DeviceId)), now, workshops.GetValueOrDefault(j.WorkshopId ?? default)))];
    }
}

using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Flashing.Workshops;

namespace Tenure.Server.Flashing.Contracts;

/// <summary>What an operator may see of flashing: keys and packages, and which devices were flashed or unlocked lately; of their holders nothing. Whoever calls it writes down that it was looked.</summary>
internal sealed class FlashingLookUp(TenureDb db, WorkshopBook workshops)
{
    /// <summary>How many restores and unlockings are shown.</summary>
    public const int Most = 50;

    /// <summary>The workshops, their people by number, and their computers.</summary>
    public Task<IReadOnlyList<SeenWorkshop>> WorkshopsAsync(CancellationToken ct) => workshops.ListAsync(ct);

    /// <summary>Who carries out these restores, and with what.</summary>
    public async Task<Dictionary<Guid, SeenJob>> JobsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var jobs = await db.Restores.AsNoTracking().Where(j => ids.Contains(j.Id)).Select(j => new { j.Id, j.WorkshopId, j.Manifest }).ToListAsync(ct);
        var (of, digests) = (jobs.Select(j => j.WorkshopId).OfType<Guid>().Distinct().ToList(), jobs.Select(j => j.Manifest).Distinct().ToList());
        var names = await db.Workshops.AsNoTracking().Where(w => of.Contains(w.Id)).ToDictionaryAsync(w => w.Id, w => w.Name, ct);
        var versions = await db.FirmwarePackages.AsNoTracking().Where(p => digests.Contains(p.Digest)).ToDictionaryAsync(p => p.Digest, p => p.Version, ct);
        return jobs.ToDictionary(j => j.Id, j => new SeenJob(j.WorkshopId is { } id ? names.GetValueOrDefault(id) : null, j.Manifest, versions.GetValueOrDefault(j.Manifest)));
    }

    /// <summary>All of it.</summary>
    public async Task<SeenFlashing> ReadAsync(CancellationToken ct) => new(
        await db.ReleaseKeys.AsNoTracking().OrderBy(k => k.Maker).ThenBy(k => k.AddedAt).ToListAsync(ct),
        await db.FirmwarePackages.AsNoTracking().OrderByDescending(p => p.RegisteredAt)
            .Select(p => new SeenPackage(p.Digest, p.Maker, p.Product, p.Version, p.RegisteredAt, p.WithdrawnAt)).Take(Most).ToListAsync(ct),
        await db.Restores.AsNoTracking().OrderByDescending(j => j.CreatedAt).Select(j => new SeenTickets(j.DeviceId, j.CreatedAt, j.Tickets)).Take(Most).ToListAsync(ct),
        await db.Unlocks.AsNoTracking().Where(u => u.TicketAt != null).OrderByDescending(u => u.TicketAt).Select(u => new SeenTickets(u.DeviceId, u.TicketAt!.Value, 1)).Take(Most).ToListAsync(ct));
}

/// <summary>What is shown.</summary>
/// <param name="Keys">That ever were pinned.</param>
/// <param name="Packages">The latest.</param>
/// <param name="Restores">The latest.</param>
/// <param name="Unlocks">The latest with a ticket.</param>
internal sealed record SeenFlashing(IReadOnlyList<ReleaseKey> Keys, IReadOnlyList<SeenPackage> Packages, IReadOnlyList<SeenTickets> Restores, IReadOnlyList<SeenTickets> Unlocks);

/// <summary>A restore as operators see it: of its holder nothing.</summary>
/// <param name="Workshop">Who carries it out; <c>null</c> where its holder does.</param>
/// <param name="Manifest">The digest of the package's manifest.</param>
/// <param name="Version">The package's version; <c>null</c> where it is gone.</param>
internal sealed record SeenJob(string? Workshop, string Manifest, string? Version);

/// <summary>A package without its manifest.</summary>
internal sealed record SeenPackage(string Digest, string Maker, string Product, string Version, DateTimeOffset RegisteredAt, DateTimeOffset? WithdrawnAt);

/// <summary>A device that was given tickets.</summary>
/// <param name="DeviceId">Which.</param>
/// <param name="At">When it was approved, or the ticket was made (UTC).</param>
/// <param name="Tickets">How many.</param>
internal sealed record SeenTickets(Domain.Devices.DeviceId DeviceId, DateTimeOffset At, int Tickets);

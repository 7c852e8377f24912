using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Workshops;

namespace Tenure.Server.Flashing.Restores;

/// <summary>Tells a device which workshop restored it, so that whoever has no mail at hand sees it all the same. From the first ticket on, done or not.</summary>
internal sealed class TellWorkshopRestore(TenureDb db, TimeProvider clock) : IWorkshopRestores
{
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(90);

    public async Task<WorkshopRestore?> LastAsync(Device device, CancellationToken ct)
    {
        if (device is not { Holder: { } holder, HoldingId: { } holding })
        {
            return null;
        }

        var (id, since) = (device.Id, clock.GetUtcNow() - ShownFor);
        var last = await db.Restores.AsNoTracking()
            .Where(j => j.AccountId == holder && j.DeviceId == id && j.HoldingId == holding && j.WorkshopId != null && j.Tickets > 0 && j.CreatedAt > since)
            .OrderByDescending(j => j.CreatedAt).Select(j => new { j.Id, j.WorkshopId, j.CreatedAt, j.EndedAt, j.End }).FirstOrDefaultAsync(ct);
        return last is null ? null : new WorkshopRestore(
            last.Id.ToString("N"),
            await db.Workshops.AsNoTracking().Where(w => w.Id == last.WorkshopId).Select(w => w.Name).FirstAsync(ct),
            last.End == RestoreEnd.Done ? last.EndedAt!.Value : last.CreatedAt);
    }
}

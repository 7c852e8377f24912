using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Flashing.Restores;

/// <summary>A lost mark ends what was approved before it, a workshop's too: being found does not bring it back.</summary>
internal sealed class EndRestoresOfLost(TenureDb db, TimeProvider clock) : ILossHandler
{
    public async Task LostAsync(DeviceId device, CancellationToken ct)
    {
        foreach (var job in await db.Restores.Where(r => r.DeviceId == device && r.End == RestoreEnd.None).ToListAsync(ct))
        {
            _ = job.Finish(RestoreEnd.Ended, clock.GetUtcNow());
        }
    }
}

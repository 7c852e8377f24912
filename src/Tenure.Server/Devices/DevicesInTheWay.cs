using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Devices;

/// <summary>Devices that an account holds: without it nobody could open them. One that is being given up does not count, even if it never reports.</summary>
internal sealed class DevicesInTheWay(TenureDb db) : IWhatStandsInTheWay
{
    public async Task<IReadOnlyList<Obstacle>> FindAsync(AccountId account, CancellationToken ct) =>
        [.. (await db.Devices.AsNoTracking().Where(d => d.Holder == account && d.State != DeviceState.Releasing).OrderBy(d => d.HeldSince).ToListAsync(ct))
            .Select(d => new Obstacle(d.State == DeviceState.Lost ? Obstacles.LostDevice : Obstacles.HeldDevice, d.Model, $"/devices/{d.Id}", d.Id.Value))];
}

using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices;

/// <summary>Lets go what its holder gave up a week ago with a code by mail. During a freeze or a quiet time it waits: somebody may have taken the account over.</summary>
internal sealed class CarryOutRemovals(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await db.Devices.Where(d => d.RemovalOrder != null && d.RemovalOrder.DueAt <= now).Select(d => d.Id).ToListAsync(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            _ = await CarryOutAsync(scope.ServiceProvider, id, now, ct);
        }
    }

    private static Task<Refusal?> CarryOutAsync(IServiceProvider services, DeviceId id, DateTimeOffset now, CancellationToken ct) => services.GetRequiredService<Contention>().RunAsync(async () =>
    {
        var db = services.GetRequiredService<TenureDb>();
        if (await db.Devices.FirstOrDefaultAsync(d => d.Id == id, ct) is not { Holder: { } holder, RemovalOrder: { } order } device || order.DueAt > now)
        {
            return null;
        }

        var refusal = await services.GetRequiredService<GrantRelease>().ExecuteAsync(device, holder, order.Erase, "page", ct);
        if (refusal is null)
        {
            await db.SaveChangesAsync(ct);
        }

        return refusal;
    });
}

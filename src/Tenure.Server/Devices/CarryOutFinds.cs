using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices;

/// <summary>Ends what is lost once its holder's word is old enough. During a freeze or a quiet time it waits: somebody may have taken the account over.</summary>
internal sealed class CarryOutFinds(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await db.Devices.Where(d => d.Loss != null && d.Loss.FoundDueAt <= now).Select(d => d.Id).ToListAsync(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            _ = await EndAsync(scope.ServiceProvider, id, ct);
        }
    }

    private static Task<Refusal?> EndAsync(IServiceProvider services, DeviceId id, CancellationToken ct) => services.GetRequiredService<Contention>().RunAsync(async () =>
    {
        var db = services.GetRequiredService<TenureDb>();
        if (await db.Devices.FirstOrDefaultAsync(d => d.Id == id, ct) is not { Holder: { } holder } device)
        {
            return null;
        }

        var refusal = await services.GetRequiredService<AccountDirectory>().RefuseFarReachingAsync(holder, ct) ?? await services.GetRequiredService<EndLoss>().ExecuteAsync(device, ct);
        if (refusal is null)
        {
            await db.SaveChangesAsync(ct);
        }

        return refusal;
    });
}

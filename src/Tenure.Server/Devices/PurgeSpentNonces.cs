using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Devices;

/// <summary>Deletes spent nonces that have ended: their own time refuses them from then on.</summary>
internal sealed class PurgeSpentNonces(IServiceScopeFactory scopes, TimeProvider clock, DevicesLog log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // The database is away for the moment; the next round takes what this one left.
                log.NoncesNotPurged(e);
            }
        }
    }

    internal async Task<int> PurgeAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var now = clock.GetUtcNow();
        return await db.SpentNonces.Where(n => n.EndsAt <= now).ExecuteDeleteAsync(ct);
    }
}

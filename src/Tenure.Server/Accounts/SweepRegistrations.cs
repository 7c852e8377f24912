using Microsoft.EntityFrameworkCore;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts;

/// <summary>Removes registrations that are over: their addresses belong to people who may never have asked for anything.</summary>
internal sealed class SweepRegistrations(IServiceScopeFactory scopes, TimeProvider clock, AccountLog log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var now = clock.GetUtcNow();
                await scope.ServiceProvider.GetRequiredService<TenureDb>().Registrations.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.SweepFailed(failure);
            }
        }
    }
}

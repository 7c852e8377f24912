using Microsoft.EntityFrameworkCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Removes what is over: transactions, budgets of other days, forgotten failures, devices that are no longer known.</summary>
internal sealed class SweepSignIns(IServiceScopeFactory scopes, TimeProvider clock, SignInLog log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await SweepAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.SweepFailed(failure);
            }
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var now = clock.GetUtcNow();
        var yesterday = CodeBudget.DayOf(now).AddDays(-1);
        await db.SignInTransactions.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.KnownDevices.Where(d => d.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.Throttles.Where(t => t.ForgetAt < now).ExecuteDeleteAsync(ct);
        await db.CodeBudgets.Where(b => b.Day < yesterday).ExecuteDeleteAsync(ct);
    }
}

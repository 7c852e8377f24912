using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Exports;

/// <summary>Makes exports that were asked for, one after the other: who asked does not wait with a request.</summary>
internal sealed class MakeExports(IServiceScopeFactory scopes, ExportsLog log) : BackgroundService
{
    private const int Batch = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var isGood = true;
            try
            {
                isGood = await MakeAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.Failed(failure);
                isGood = false;
            }

            await Task.Delay(isGood ? Pause : PauseAfterFailure, stoppingToken);
        }
    }

    private async Task<bool> MakeAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var waiting = await scope.ServiceProvider.GetRequiredService<TenureDb>().Exports
            .Where(e => e.State == AccountExportState.Making).OrderBy(e => e.AskedAt).Select(e => e.Id).Take(Batch).ToListAsync(ct);
        var isGood = true;
        foreach (var id in waiting)
        {
            // Each in a scope of its own: one that fails leaves nothing to the next.
            await using var one = scopes.CreateAsyncScope();
            try
            {
                await one.ServiceProvider.GetRequiredService<MakeExport>().ExecuteAsync(id, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.NotMade(id, failure);
                isGood = false;
            }
        }

        return isGood;
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Audit.Tree;

/// <summary>Takes entries up as they come: a tenth of a second after the first of a batch, so that many share one checkpoint, and within about a second in any case.</summary>
internal sealed class GrowLog(IServiceScopeFactory scopes, LogSignal signal, IHostApplicationLifetime lifetime, TreeLog log) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Takes up what waits now.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        bool isMore;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            isMore = await scope.ServiceProvider.GetRequiredService<LogGrowth>().RunAsync(ct);
        }
        while (isMore && !ct.IsCancellationRequested);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A checkpoint names the issuer, which in development is known only once the server listens.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            while (true)
            {
                await TryAsync(stoppingToken);
                await signal.WaitAsync(LookAgain, stoppingToken);
                await Task.Delay(Gather, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception failure) when (failure is DbUpdateException or DbException { IsTransient: true })
        {
            // Another process was first; what it left is taken up at the next look.
            log.TakenUpElsewhere(failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.NotTakenUp(failure);
        }
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Audit.Tree;

/// <summary>Takes entries up as they come: a tenth of a second after the first of a batch, so that many share one checkpoint, within about a second in any case, and at once when somebody waits for it.</summary>
internal sealed class GrowLog(IServiceScopeFactory scopes, LogSignal signal, IHostApplicationLifetime lifetime, TreeLog log) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // Within a process one at a time: of many who wait for their entries the next one finds them taken up by the one before.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Takes up what waits now, for somebody who waits for it; or signs another checkpoint in any case. Where that fails the log says so, and the entries still wait.</summary>
    public async Task HurryAsync(bool again, CancellationToken ct)
    {
        if (!again)
        {
            await TryAsync(ct);
            return;
        }

        await TryAsync(
            async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<LogGrowth>().RunAsync(ct, again: true);
            },
            ct);
    }

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
                if (await signal.WaitAsync(LookAgain, stoppingToken))
                {
                    await Task.Delay(Gather, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private Task TryAsync(CancellationToken ct) => TryAsync(() => RunAsync(ct), ct);

    private async Task TryAsync(Func<Task> grow, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await grow();
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
        finally
        {
            turn.Release();
        }
    }
}

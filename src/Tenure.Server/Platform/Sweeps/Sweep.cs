using Tenure.Server.Data;

namespace Tenure.Server.Platform.Sweeps;

/// <summary>Removes rows that are over, round after round. What one round leaves, because the database was away, the next one takes.</summary>
/// <remarks>Several processes may sweep one database: a row that is gone already is no error.</remarks>
internal abstract class Sweep(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : BackgroundService
{
    /// <summary>Time from one round to the next. Default 1 hour.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromHours(1);

    /// <summary>One round, now.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RemoveAsync(scope.ServiceProvider.GetRequiredService<TenureDb>(), clock.GetUtcNow(), ct);
    }

    /// <summary>Removes what is over at a moment.</summary>
    protected abstract Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(Interval, clock, stoppingToken);
                try
                {
                    await RunAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.SweepFailed(GetType().Name, failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: one that is thrown here ends the whole server where only this was stopped.
        }
    }
}

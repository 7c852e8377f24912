using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Platform.Telemetry;

/// <summary>Looks into the outbox every ten seconds, where somebody wants the figures.</summary>
internal sealed class ObserveOutbox(IServiceScopeFactory scopes, TimeProvider clock, MailLog log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.OutboxFailed(failure);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var waiting = scope.ServiceProvider.GetRequiredService<TenureDb>().Outbox.Where(m => m.SentAt == null && m.GivenUpAt == null);
        var count = await waiting.CountAsync(ct);
        var oldest = await waiting.OrderBy(m => m.CreatedAt).Select(m => (DateTimeOffset?)m.CreatedAt).FirstOrDefaultAsync(ct);
        TenureMeter.OutboxSeen(count, oldest is { } since && clock.GetUtcNow() - since is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}

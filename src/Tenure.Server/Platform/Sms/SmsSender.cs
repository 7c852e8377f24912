using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Platform.Sms;

/// <summary>Delivers the SMS that the outbox holds, and gives up those that are too late.</summary>
/// <remarks>
/// A message is claimed, handed over, then marked: it can go twice only if the process dies between the gateway's acceptance and our commit, or the gateway takes it and
/// does not say so in time. Then it is the same text under the same id.
/// </remarks>
internal sealed class SmsSender(
    IServiceScopeFactory scopes, OutboxSignal signal, SmsGateway gateway, IOptions<SmsOptions> options, IHostEnvironment environment, TimeProvider clock, SmsLog log) : BackgroundService
{
    private const int Batch = 20;

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        if (!options.Value.IsOn)
        {
            log.NoGateway();
            return;
        }

        while (!ct.IsCancellationRequested)
        {
            try
            {
                while (await SendDueAsync(ct))
                {
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.OutboxFailed(failure);
            }

            await signal.WaitAsync(MessageChannel.Sms, TimeSpan.FromSeconds(1), ct);
        }
    }

    private async Task<bool> SendDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var now = clock.GetUtcNow();
        var due = await db.Outbox.Where(m => m.Channel == MessageChannel.Sms && m.SentAt == null && m.GivenUpAt == null && m.DueAt <= now)
            .OrderBy(m => m.DueAt).Take(Batch).ToListAsync(ct);
        foreach (var message in due.TakeWhile(_ => !ct.IsCancellationRequested))
        {
            if (await ClaimAsync(db, message, ct))
            {
                await DeliverAsync(db, message);
            }
        }

        return due.Count == Batch && !ct.IsCancellationRequested;
    }

    // What is too late is given up instead: a code that nobody can use any more only frightens.
    private async Task<bool> ClaimAsync(TenureDb db, OutboxMessage message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isLate = message.UsefulUntil <= now;
        if (isLate)
        {
            message.GiveUp(now);
        }
        else
        {
            message.Claim(now, options.Value.Timeout * 2);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process has it.
            db.Entry(message).State = EntityState.Detached;
            return false;
        }

        if (isLate)
        {
            log.SmsGivenUp(message.Id, message.Attempts);
        }

        return !isLate;
    }

    // A server that is told to end waits for this one answer: else the message would go again.
    private async Task DeliverAsync(TenureDb db, OutboxMessage message)
    {
        if (await gateway.SendAsync(message.Recipient, message.Text, message.MessageId) is { } reason)
        {
            message.MarkFailed(clock.GetUtcNow(), reason);
            log.SmsFailed(message.Id, message.Attempts, reason);
        }
        else
        {
            message.MarkSent(clock.GetUtcNow(), keepText: environment.IsDevelopment());
            log.SmsSent(message.Id);
        }

        await db.SaveChangesAsync(CancellationToken.None);
    }
}

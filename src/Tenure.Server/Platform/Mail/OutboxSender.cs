using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Mail;

/// <summary>Delivers the mails that the outbox holds.</summary>
/// <remarks>
/// A message is claimed, handed over, then marked: it can go twice only if the process dies between the mail server's acceptance and our commit.
/// A stop waits for the message in hand and takes no further one.
/// </remarks>
internal sealed class OutboxSender(
    IServiceScopeFactory scopes, OutboxSignal signal, IOptions<MailOptions> options, IHostEnvironment environment, TimeProvider clock, MailLog log) : BackgroundService
{
    private const int Batch = 20;

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        if (options.Value.Host.Length == 0)
        {
            log.NoMailServer();
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

            await signal.WaitAsync(MessageChannel.Mail, TimeSpan.FromSeconds(1), ct);
        }
    }

    private async Task<bool> SendDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var now = clock.GetUtcNow();
        var due = await db.Outbox.Where(m => m.Channel == MessageChannel.Mail && m.SentAt == null && m.DueAt <= now).OrderBy(m => m.DueAt).Take(Batch).ToListAsync(ct);
        if (due.Count == 0)
        {
            return false;
        }

        using var smtp = new SmtpClient { Timeout = (int)options.Value.Timeout.TotalMilliseconds };
        foreach (var message in due.TakeWhile(_ => !ct.IsCancellationRequested))
        {
            // Not given up half-way: the mail server may have it by then.
            if (await ClaimAsync(db, message, CancellationToken.None))
            {
                await DeliverAsync(db, smtp, message, CancellationToken.None);
            }
        }

        if (smtp.IsConnected)
        {
            await smtp.DisconnectAsync(quit: true, CancellationToken.None);
        }

        return due.Count == Batch && !ct.IsCancellationRequested;
    }

    private async Task<bool> ClaimAsync(TenureDb db, OutboxMessage message, CancellationToken ct)
    {
        message.Claim(clock.GetUtcNow(), options.Value.Timeout * 2);
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another process has it.
            db.Entry(message).State = EntityState.Detached;
            return false;
        }
    }

    private async Task DeliverAsync(TenureDb db, SmtpClient smtp, OutboxMessage message, CancellationToken ct)
    {
        try
        {
            await ConnectAsync(smtp, ct);
            await smtp.SendAsync(Compose(message), ct);
            message.MarkSent(clock.GetUtcNow(), keepText: environment.IsDevelopment());
            log.MessageSent(message.Id);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var reason = failure is SmtpCommandException refused ? $"SMTP {(int)refused.StatusCode}" : failure.GetType().Name;
            message.MarkFailed(clock.GetUtcNow(), reason);
            log.MessageFailed(message.Id, message.Attempts, reason);
            await smtp.DisconnectAsync(quit: false, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task ConnectAsync(SmtpClient smtp, CancellationToken ct)
    {
        if (smtp.IsConnected)
        {
            return;
        }

        var mail = options.Value;
        await smtp.ConnectAsync(mail.Host, mail.Port, mail.RequireTls ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable, ct);
        if (mail.UserName is { Length: > 0 } user)
        {
            await smtp.AuthenticateAsync(user, mail.Password ?? "", ct);
        }
    }

    private MimeMessage Compose(OutboxMessage message)
    {
        var mail = options.Value;
        var composed = new MimeMessage
        {
            MessageId = message.MessageId,
            Date = message.CreatedAt,
            Subject = message.Subject,
            Body = new BodyBuilder { TextBody = message.Text, HtmlBody = message.Html }.ToMessageBody(),
        };
        composed.From.Add(new MailboxAddress(mail.FromName, mail.From));
        composed.To.Add(new MailboxAddress(name: null, message.Recipient));
        composed.Headers.Add("Content-Language", message.Language);
        composed.Headers.Add("Auto-Submitted", "auto-generated");
        return composed;
    }
}

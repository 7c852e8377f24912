using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Platform.Mail;

/// <summary>Promises messages: they are saved with the caller's own change, or not at all.</summary>
internal sealed class Outbox(TenureDb db, OutboxSignal signal, IOptions<MailOptions> options, IOptions<ServerOptions> server, TimeProvider clock)
{
    /// <summary>Signs the message and adds it to the unit of work; the caller saves.</summary>
    public void Enqueue(Mail mail)
    {
        var from = options.Value.From;
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        db.Outbox.Add(new OutboxMessage(mail.SignedBy(server.Value.Name), $"{NewId()}@{domain}", clock.GetUtcNow()));
        signal.Raise(MessageChannel.Mail);
        if (mail.HasCode)
        {
            TenureMeter.CodePromised("mail");
        }
    }

    /// <summary>Adds the SMS to the unit of work; the caller has asked <c>SmsBudget</c> before, and saves.</summary>
    public void Enqueue(Sms.Sms sms)
    {
        db.Outbox.Add(new OutboxMessage(sms, NewId(), clock.GetUtcNow()));
        signal.Raise(MessageChannel.Sms);
        if (sms.HasCode)
        {
            TenureMeter.CodePromised("sms");
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

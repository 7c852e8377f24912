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
        Add(mail);
        if (mail.HasCode)
        {
            TenureMeter.CodePromised("mail");
        }
    }

    /// <summary>Does and writes as much as <see cref="Enqueue(Mail)"/>, and nobody is sent anything: whoever has no account must not show by the time that a mail takes. There must be no code in it that is good for anything.</summary>
    public void Pretend(Mail mail) => Add(mail).BelongToNobody(clock.GetUtcNow());

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

    /// <summary>The same for an SMS; its number is not kept.</summary>
    public void Pretend(Sms.Sms sms)
    {
        var message = new OutboxMessage(sms, NewId(), clock.GetUtcNow());
        message.BelongToNobody(clock.GetUtcNow());
        db.Outbox.Add(message);
        signal.Raise(MessageChannel.Sms);
    }

    private OutboxMessage Add(Mail mail)
    {
        var from = options.Value.From;
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = new OutboxMessage(mail.SignedBy(server.Value.Name), $"{NewId()}@{domain}", clock.GetUtcNow());
        db.Outbox.Add(message);
        signal.Raise(MessageChannel.Mail);
        return message;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

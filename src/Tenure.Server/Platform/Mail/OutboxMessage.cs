namespace Tenure.Server.Platform.Mail;

/// <summary>A message that was promised and is kept until a mail server, or a gateway of SMS, has it.</summary>
internal sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public OutboxMessage(Mail mail, string messageId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Channel = MessageChannel.Mail;
        Recipient = mail.To;
        Subject = mail.Subject;
        Text = mail.Text;
        Html = mail.Html;
        Language = mail.Language;
        MessageId = messageId;
        CreatedAt = now;
        DueAt = now;
    }

    public OutboxMessage(Sms.Sms sms, string messageId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Channel = MessageChannel.Sms;
        Recipient = sms.To.Value;
        Text = sms.Text;
        MessageId = messageId;
        UsefulUntil = sms.UsefulUntil;
        CreatedAt = now;
        DueAt = now;
    }

    public Guid Id { get; private set; }

    public MessageChannel Channel { get; private set; }

    /// <summary>An address, or a number in E.164; empty for a message that is nobody's.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>Empty for an SMS, as is <see cref="Language"/>.</summary>
    public string Subject { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string? Html { get; private set; }

    public string Language { get; private set; } = "";

    /// <summary>Fixed at the start: a mail server or gateway that sees it twice can tell.</summary>
    public string MessageId { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is to be tried next; a sender moves it ahead while it holds the message.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>After this it is not sent any more; <c>null</c> for mail.</summary>
    public DateTimeOffset? UsefulUntil { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it was given up because it came too late to be of use.</summary>
    public DateTimeOffset? GivenUpAt { get; private set; }

    /// <summary>Why the last try failed: the peer's status, never an address.</summary>
    public string? LastError { get; private set; }

    public int Version { get; private set; }

    /// <summary>Takes the message for a while; another sender that tries the same loses by the version.</summary>
    public void Claim(DateTimeOffset now, TimeSpan hold)
    {
        DueAt = now + hold;
        Attempts++;
        Version++;
    }

    /// <summary>The peer has it. The text goes: nobody needs the code any more.</summary>
    public void MarkSent(DateTimeOffset now, bool keepText)
    {
        SentAt = now;
        LastError = null;
        if (!keepText)
        {
            RemoveText();
        }

        Version++;
    }

    /// <summary>It is nobody's: written, and never sent.</summary>
    public void BelongToNobody(DateTimeOffset now)
    {
        Recipient = "";
        MarkSent(now, keepText: true);
    }

    /// <summary>It is of no use any more, and is not sent.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        GivenUpAt = now;
        RemoveText();
        Version++;
    }

    /// <summary>It failed; the wait doubles from 5 s to 15 minutes, and ends when the message does.</summary>
    public void MarkFailed(DateTimeOffset now, string error)
    {
        LastError = error.Length <= 200 ? error : error[..200];
        DueAt = now + TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, Math.Min(Attempts - 1, 10))));
        DueAt = UsefulUntil < DueAt ? UsefulUntil.Value : DueAt;
        Version++;
    }

    private void RemoveText()
    {
        Text = "";
        Html = null;
    }
}

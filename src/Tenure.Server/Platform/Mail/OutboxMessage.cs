namespace Tenure.Server.Platform.Mail;

/// <summary>A message that was promised and is kept until a mail server has it.</summary>
internal sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public OutboxMessage(Mail mail, string messageId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Recipient = mail.To;
        Subject = mail.Subject;
        Text = mail.Text;
        Html = mail.Html;
        Language = mail.Language;
        MessageId = messageId;
        CreatedAt = now;
        DueAt = now;
    }

    public Guid Id { get; private set; }

    public string Recipient { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string? Html { get; private set; }

    public string Language { get; private set; } = "";

    /// <summary>Fixed at the start: a mail server that sees it twice can tell.</summary>
    public string MessageId { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is to be tried next; a sender moves it ahead while it holds the message.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Why the last try failed: the mail server's status, never an address.</summary>
    public string? LastError { get; private set; }

    public int Version { get; private set; }

    /// <summary>Takes the message for a while; another sender that tries the same loses by the version.</summary>
    public void Claim(DateTimeOffset now, TimeSpan hold)
    {
        DueAt = now + hold;
        Attempts++;
        Version++;
    }

    /// <summary>The mail server has it. The text goes: nobody needs the code any more.</summary>
    public void MarkSent(DateTimeOffset now, bool keepText)
    {
        SentAt = now;
        LastError = null;
        if (!keepText)
        {
            Text = "";
            Html = null;
        }

        Version++;
    }

    /// <summary>It failed; the wait doubles from 5 s to 15 minutes.</summary>
    public void MarkFailed(DateTimeOffset now, string error)
    {
        LastError = error.Length <= 200 ? error : error[..200];
        DueAt = now + TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, Math.Min(Attempts - 1, 10))));
        Version++;
    }
}

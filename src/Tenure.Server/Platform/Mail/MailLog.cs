namespace Tenure.Server.Platform.Mail;

internal sealed partial class MailLog(ILogger<MailLog> logger)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No mail server is set (Mail:Host): messages stay in the outbox")]
    public partial void NoMailServer();

    [LoggerMessage(Level = LogLevel.Information, Message = "Message {Id} sent")]
    public partial void MessageSent(Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} failed at try {Attempt}: {Reason}")]
    public partial void MessageFailed(Guid id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages were given up: nobody took them in time")]
    public partial void MessagesGivenUp(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be worked on")]
    public partial void OutboxFailed(Exception failure);
}

namespace Tenure.Server.Platform.Sms;

internal sealed partial class SmsLog(ILogger<SmsLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "No SMS gateway is set (Sms:Url): no SMS is sent")]
    public partial void NoGateway();

    [LoggerMessage(Level = LogLevel.Information, Message = "SMS {Id} sent")]
    public partial void SmsSent(Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SMS {Id} failed at try {Attempt}: {Reason}")]
    public partial void SmsFailed(Guid id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SMS {Id} was given up after {Attempts} tries: it came too late to be of use")]
    public partial void SmsGivenUp(Guid id, int attempts);

    [LoggerMessage(Level = LogLevel.Error, Message = "The SMS in the outbox could not be worked on")]
    public partial void OutboxFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No SMS goes to {Country} until {Until}: {Verified} of {Sent} codes came back")]
    public partial void CountryClosed(string country, DateTimeOffset until, long verified, long sent);
}

using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

internal sealed partial class PictureLog(ILogger<PictureLog> logger)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Pictures cannot be read here: {Why}")]
    public partial void ProcessNotStarted(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A process that read a picture took too long and was ended")]
    public partial void ProcessTookTooLong();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A process that read a picture ended with {ExitCode}")]
    public partial void ProcessDied(int exitCode);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} has another picture")]
    public partial void PictureSet(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} took its picture away")]
    public partial void PictureRemoved(AccountId account);
}

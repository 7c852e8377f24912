using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

internal sealed partial class PictureLog(ILogger<PictureLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} has another picture")]
    public partial void PictureSet(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} took its picture away")]
    public partial void PictureRemoved(AccountId account);
}

using Tenure.Domain.Accounts;

namespace Tenure.Server.Leaving;

internal sealed partial class LeavingLog(ILogger<LeavingLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} is to be deleted.")]
    public partial void DeletionAsked(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "The deletion of account {Account} was called off.")]
    public partial void DeletionCalledOff(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was erased.")]
    public partial void AccountErased(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {Account} was there again, and was erased again: the database is older than the journal of deletions.")]
    public partial void DeletionReplayed(AccountId account);
}

using Tenure.Domain.Accounts;

namespace Tenure.Server.Proofs;

internal sealed partial class ProofLog(ILogger<ProofLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} made recovery codes")]
    public partial void RecoveryCodesMade(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was frozen")]
    public partial void Frozen(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "The freeze of account {Account} was lifted")]
    public partial void FreezeLifted(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} asks for a second proof at every sign-in: {Always}")]
    public partial void AlwaysAsk(AccountId account, bool always);
}

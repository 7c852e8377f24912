using Tenure.Domain.Accounts;

namespace Tenure.Server.Proofs;

internal sealed partial class ProofLog(ILogger<ProofLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} made recovery codes")]
    public partial void RecoveryCodesMade(AccountId account);
}

using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;

namespace Tenure.Server.Flashing;

internal sealed partial class FlashingLog(ILogger<FlashingLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} bound computer {Computer} from {BoundAt} on")]
    public partial void ComputerBound(AccountId account, ComputerId computer, DateTimeOffset boundAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} removed computer {Computer}")]
    public partial void ComputerRemoved(AccountId account, ComputerId computer);
}

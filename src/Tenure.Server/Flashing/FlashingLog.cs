using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;

namespace Tenure.Server.Flashing;

internal sealed partial class FlashingLog(ILogger<FlashingLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} bound computer {Computer} from {BoundAt} on")]
    public partial void ComputerBound(AccountId account, ComputerId computer, DateTimeOffset boundAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Restore {Restore} of device {Device} with package {Manifest} was approved")]
    public partial void RestoreApproved(Guid restore, DeviceId device, string manifest);

    [LoggerMessage(Level = LogLevel.Information, Message = "Restore {Restore} is over: {End}")]
    public partial void RestoreEnded(Guid restore, RestoreEnd end);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} may be unlocked from {DueAt} on")]
    public partial void UnlockApplied(DeviceId device, DateTimeOffset dueAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An unlock ticket was made for device {Device}")]
    public partial void UnlockTicketIssued(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Workshop {Workshop} began restore {Restore}")]
    public partial void ConsentTaken(Guid workshop, Guid restore);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} bound computer {Computer} to workshop {Workshop}")]
    public partial void WorkshopComputerBound(AccountId account, ComputerId computer, Guid workshop);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} removed computer {Computer}")]
    public partial void ComputerRemoved(AccountId account, ComputerId computer);
}

using Tenure.Domain.Devices;
using Tenure.Protocols;

namespace Tenure.Server.Devices;

internal sealed partial class DevicesLog(ILogger<DevicesLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} enrolled")]
    public partial void DeviceEnrolled(DeviceId device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} says a serial number or an IMEI that a manifest gives to another key: it was not enrolled")]
    public partial void DuplicateRefused(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} activated in epoch {Epoch}")]
    public partial void DeviceActivated(DeviceId device, uint epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} declined its hold and is free in epoch {Epoch}")]
    public partial void HoldDeclined(DeviceId device, uint epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} is to be released from epoch {Epoch}")]
    public partial void ReleaseGranted(DeviceId device, uint epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} is free in epoch {Epoch}")]
    public partial void DeviceReleased(DeviceId device, uint epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} was told the server's state")]
    public partial void DeviceSynced(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} was marked as lost")]
    public partial void DeviceMarkedLost(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} is not lost any more")]
    public partial void DeviceFound(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} is to be erased from {Due} on")]
    public partial void EraseOrdered(DeviceId device, DateTimeOffset due);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} has reported after the restore: {Outcome}")]
    public partial void DeviceReported(DeviceId device, ReportOutcome outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} says that it is in epoch {Said} and shows no ticket of ours for an account of ours; here it is in epoch {Epoch}")]
    public partial void ReportUnproven(DeviceId device, uint epoch, uint said);

    [LoggerMessage(Level = LogLevel.Information, Message = "Evidence was refused: {Code} at {Field}")]
    public partial void EvidenceRefused(ProtocolErrorCode code, string? field);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} signed with counters that did not rise, over a fresh nonce: a copy of it may exist")]
    public partial void CountersDidNotRise(DeviceId device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} reported an older count than the {Seen} starts that were seen of it: {Kind}")]
    public partial void DeviceWentBack(DeviceId device, uint seen, SetbackKind kind);

    // No more than a warning: whoever enrols a key of their own can name any ticket.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Device {Device} names ticket {Ticket}, which was never issued here: invented, or made with a stolen signer")]
    public partial void UnknownTicket(DeviceId device, TicketId ticket);

    [LoggerMessage(Level = LogLevel.Information, Message = "The seal of device {Device} was broken with its release code")]
    public partial void SealBroken(DeviceId device);

    [LoggerMessage(Level = LogLevel.Information, Message = "Device {Device} went to another account in epoch {Epoch}")]
    public partial void DeviceTransferred(DeviceId device, uint epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who gave device {Device} away in epoch {Epoch} objects to it")]
    public partial void TransferObjected(DeviceId device, uint epoch);
}

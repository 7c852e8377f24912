using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>What ends for good when a holder marks a device as lost, though it may be found again.</summary>
internal interface ILossHandler
{
    /// <summary>In the unit of work that marks it.</summary>
    Task LostAsync(DeviceId device, CancellationToken ct);
}

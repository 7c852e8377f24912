using Tenure.Client.Devices;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>What a device shows its holder after somebody else restored it.</summary>
internal interface IWorkshopRestores
{
    /// <summary>The last restore by a workshop under this holding, of the last 90 days; <c>null</c> when there was none.</summary>
    Task<WorkshopRestore?> LastAsync(Device device, CancellationToken ct);
}

using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>A device that fits a whole id, serial number or IMEI.</summary>
/// <param name="Id">The device.</param>
/// <param name="Model">What it or its maker calls it.</param>
/// <param name="State">How it stands; <c>null</c> when only its maker knows it.</param>
/// <param name="IsConfirmed">Whether a maker says that it has this; otherwise it says so itself.</param>
internal sealed record FoundDevice(DeviceId Id, string Model, DeviceState? State, bool IsConfirmed);

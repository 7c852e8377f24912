namespace Tenure.Architecture.Fixtures.Devices.Contracts;

/// <summary>What other capabilities may use.</summary>
internal sealed class DeviceCount;

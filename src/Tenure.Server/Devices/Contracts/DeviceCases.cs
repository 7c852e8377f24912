using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>What an operator should know of.</summary>
/// <param name="Duplicates">Devices that were not enrolled, because they said they are one which a maker made with another key.</param>
/// <param name="Contradicted">Known devices that say something which a maker gives to another key.</param>
internal sealed record DeviceCases(IReadOnlyList<DeviceDuplicate> Duplicates, IReadOnlyList<DeviceId> Contradicted);

using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Contracts;

/// <summary>A device as an operator sees it.</summary>
/// <param name="Id">The device.</param>
/// <param name="Device">Its row; <c>null</c> when it never enrolled.</param>
/// <param name="MaskedHolder">Who holds it; <c>null</c> when nobody does.</param>
/// <param name="Claims">What it says; <c>null</c> when it said nothing.</param>
/// <param name="ClaimedImeis">14 digits each.</param>
/// <param name="Attested">What its maker says; <c>null</c> when no maker does.</param>
/// <param name="Manifest">Where its maker says so.</param>
/// <param name="AttestedImeis">14 digits each.</param>
/// <param name="SharedWith">Other devices that say one of the same IMEIs.</param>
/// <param name="Duplicates">Who said that it is this one, and what this one said of another.</param>
internal sealed record SeenDevice(
    DeviceId Id, Device? Device, string? MaskedHolder, DeviceClaims? Claims, IReadOnlyList<string> ClaimedImeis, AttestedDevice? Attested, FactoryManifest? Manifest, IReadOnlyList<string> AttestedImeis,
    IReadOnlyList<DeviceId> SharedWith, IReadOnlyList<DeviceDuplicate> Duplicates);

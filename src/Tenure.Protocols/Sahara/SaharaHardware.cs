namespace Tenure.Protocols.Sahara;

/// <summary>Which hardware a target is.</summary>
/// <param name="Chip">The chip maker's number of the chip.</param>
/// <param name="Maker">The chip maker's number of the device's maker.</param>
/// <param name="Model">The maker's number of the model.</param>
public readonly record struct SaharaHardware(uint Chip, ushort Maker, ushort Model);

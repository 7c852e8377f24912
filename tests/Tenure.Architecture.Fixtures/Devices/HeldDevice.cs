namespace Tenure.Architecture.Fixtures.Devices;

/// <summary>A part of the devices capability that is nobody else's business.</summary>
internal sealed class HeldDevice;

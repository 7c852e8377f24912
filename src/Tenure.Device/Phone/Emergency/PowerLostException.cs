namespace Tenure.Device.Phone.Emergency;

/// <summary>The power failed in emergency mode: it is over. No <see cref="IOException"/>, since a programmer says of those that its storage failed, and goes on.</summary>
public sealed class PowerLostException(Exception cause) : Exception("The power failed.", cause);

namespace Tenure.Device.Phone;

/// <summary>Another process has this phone switched on.</summary>
public sealed class PhoneInUseException(string folder) : IOException($"The phone in {folder} is in use by another process.");

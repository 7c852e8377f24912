namespace Tenure.Device.Block;

/// <summary>The power of the (virtual) phone failed: whatever was running ends here.</summary>
public sealed class PowerCutException() : IOException("The power failed.");

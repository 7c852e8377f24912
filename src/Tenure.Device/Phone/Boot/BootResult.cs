namespace Tenure.Device.Phone.Boot;

/// <summary>What the boot chain came to.</summary>
/// <param name="System">What starts; <c>null</c> when nothing does.</param>
/// <param name="Stop">Why nothing starts: of the slot that was chosen.</param>
/// <param name="Partition">The partition at fault, where there is one.</param>
public sealed record BootResult(BootedSystem? System, BootStop? Stop = null, string? Partition = null)
{
    /// <summary>Whether not even the bootloader starts.</summary>
    public bool IsEmergencyOnly => Stop is BootStop.HalfWritten or BootStop.LoaderBroken or BootStop.LoaderTooOld;
}

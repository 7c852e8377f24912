namespace Tenure.Protocols.BootImages;

/// <summary>Where the parts of an image are loaded to.</summary>
/// <param name="Kernel">Physical address.</param>
/// <param name="Ramdisk">Physical address.</param>
/// <param name="Second">Physical address; not in vendor_boot.</param>
/// <param name="Tags">Physical address of what the loader says to the kernel.</param>
/// <param name="DeviceTree">Physical address.</param>
public readonly record struct BootAddresses(uint Kernel, uint Ramdisk, uint Second, uint Tags, ulong DeviceTree);

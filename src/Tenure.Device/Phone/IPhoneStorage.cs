using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>The partitions of a phone, by name: in a disk image, in memory, or on a real device.</summary>
public interface IPhoneStorage
{
    /// <summary>Opens the partition of that name in <see cref="PhoneLayout"/>.</summary>
    IPartition Open(string name);
}

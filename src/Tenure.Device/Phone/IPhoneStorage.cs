using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>The partitions of a phone, by name: in a disk image, in memory, or on a real device.</summary>
public interface IPhoneStorage
{
    /// <summary>Opens the partition of that name in <see cref="PhoneLayout"/>.</summary>
    IPartition Open(string name);

    /// <summary>What says which block counts, in hardware; <c>null</c> where there is none.</summary>
    IMonotonicCounter? Counter => null;

    /// <summary>Erases what a person keeps on the device beside <see cref="PhoneLayout.UserData"/>. May be called again: a cut in between leaves it half done.</summary>
    /// <exception cref="IOException">It was not erased.</exception>
    void EraseData()
    {
    }
}

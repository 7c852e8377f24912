using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>The partitions of a phone, by name: in a disk image, in memory, or on a real device.</summary>
public interface IPhoneStorage
{
    /// <summary>Opens the partition of that name in <see cref="PhoneLayout"/>.</summary>
    IPartition Open(string name);

    /// <summary>What says which block counts, in hardware; <c>null</c> where there is none.</summary>
    IMonotonicCounter? Counter => null;

    /// <summary>Whether hardware remembers that this device has a key: without it, it is no new device.</summary>
    bool HadKey => false;

    /// <summary>The key is stored: hardware remembers it from now on, where there is such. May be said again.</summary>
    void RememberKey()
    {
    }

    /// <summary>Erases what a person keeps on the device beside <see cref="PhoneLayout.UserData"/>. May be called again: a cut in between leaves it half done.</summary>
    /// <exception cref="IOException">It was not erased.</exception>
    void EraseData()
    {
    }
}

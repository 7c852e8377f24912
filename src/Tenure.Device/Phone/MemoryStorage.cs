using System.Collections.Concurrent;
using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A phone's storage in memory, as large as the phone needs and no larger: for tests and for many phones in one process.</summary>
public sealed class MemoryStorage : IPhoneStorage
{
    private const int Size = 4 * PhoneLayout.EraseUnit;

    private readonly ConcurrentDictionary<string, MemoryPartition> partitions = [];

    /// <summary>The partition behind a name.</summary>
    public MemoryPartition this[string name] => partitions.GetOrAdd(name, _ => new MemoryPartition(Size));

    /// <inheritdoc />
    public IPartition Open(string name) => this[name];
}

using System.Collections.Concurrent;
using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A phone's storage in memory, as large as the phone needs and no larger: for tests and for many phones in one process.</summary>
public sealed class MemoryStorage : IPhoneStorage
{
    private readonly ConcurrentDictionary<string, MemoryPartition> partitions = [];

    /// <summary>The partition behind a name.</summary>
    public MemoryPartition this[string name] => partitions.GetOrAdd(name, _ => new MemoryPartition(UnitsOf(name) * PhoneLayout.EraseUnit));

    /// <inheritdoc />
    public IPartition Open(string name) => this[name];

    // Two slots each: the key, the pin and what was seen of the log; the block; the counters.
    private static int UnitsOf(string name) => name switch
    {
        PhoneLayout.Keys => 6,
        PhoneLayout.Block or PhoneLayout.Counters => 2,
        _ => 4,
    };
}

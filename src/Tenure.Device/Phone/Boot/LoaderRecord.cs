namespace Tenure.Device.Phone.Boot;

/// <summary>What the bootloader remembers: it lies beside the block, and no wipe and no flash reaches it.</summary>
public sealed record LoaderRecord
{
    /// <summary>Whether the bootloader takes other systems than the maker's.</summary>
    public bool IsUnlocked { get; init; }

    /// <summary>An unlock ticket was taken: it counts once the data is erased.</summary>
    public bool IsUnlocking { get; init; }

    /// <summary>The lowest index that starts, by location. They only rise.</summary>
    public IReadOnlyDictionary<uint, ulong> RollbackIndexes { get; init; } = new Dictionary<uint, ulong>();

    /// <summary>The lowest index of the boot chain that the boot ROM starts: a fuse, it only rises.</summary>
    public ulong AntiIndex { get; init; }
}

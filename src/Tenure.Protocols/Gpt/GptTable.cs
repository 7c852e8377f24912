namespace Tenure.Protocols.Gpt;

/// <summary>The partitions of a disk.</summary>
public sealed record GptTable
{
    private const long Alignment = 1 << 20;

    /// <summary>512 or 4096 bytes.</summary>
    public required int SectorSize { get; init; }

    /// <summary>Sectors of the whole disk.</summary>
    public required long SectorCount { get; init; }

    /// <summary>The disk's own id.</summary>
    public required Guid DiskId { get; init; }

    /// <summary>At most 128, in the order of the table.</summary>
    public required IReadOnlyList<GptPartition> Partitions { get; init; }

    /// <summary>True when the primary table was broken and the backup was read.</summary>
    public bool FromBackup { get; init; }

    /// <summary>Places partitions one after the other, each at a whole mebibyte; the last one takes what is left.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static GptTable Arrange(long diskBytes, int sectorSize, Guid diskId, IReadOnlyList<GptPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var partitions = new List<GptPartition>(plans.Count);
        var geometry = new GptGeometry(sectorSize, diskBytes / sectorSize);
        var offset = Alignment;
        foreach (var plan in plans)
        {
            var bytes = (plan.Bytes + Alignment - 1) / Alignment * Alignment;
            partitions.Add(new(plan.Name, plan.TypeId, plan.UniqueId, offset / sectorSize, ((offset + bytes) / sectorSize) - 1));
            offset += bytes;
        }

        if (partitions is [.., var last] && last.LastSector < geometry.LastUsable)
        {
            partitions[^1] = last with { LastSector = geometry.LastUsable };
        }

        var table = new GptTable { SectorSize = sectorSize, SectorCount = geometry.SectorCount, DiskId = diskId, Partitions = partitions };
        return GptRules.Fault(table) is { } fault ? throw new ArgumentException(fault, nameof(plans)) : table;
    }

    /// <summary>Finds a partition by name.</summary>
    /// <returns>Its place; <c>null</c> when there is none.</returns>
    public GptExtent? Find(string name) =>
        Partitions.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is { } partition
            ? new(partition.FirstSector * SectorSize, (partition.LastSector - partition.FirstSector + 1) * SectorSize)
            : null;
}

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

    /// <summary>What a slot's partition says of it.</summary>
    /// <param name="name">With the slot's suffix, such as <c>boot_a</c>.</param>
    /// <returns><c>null</c> when there is no such partition.</returns>
    public GptSlotState? SlotState(string name) =>
        Partitions.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is { } partition ? GptSlotState.Of(partition.Attributes) : null;

    /// <summary>With another state of a slot.</summary>
    /// <exception cref="ArgumentException">There is no such partition.</exception>
    public GptTable WithSlotState(string name, GptSlotState state) => Find(name) is null
        ? throw new ArgumentException($"There is no partition {name}.", nameof(name))
        : this with { Partitions = [.. Partitions.Select(p => p.Name == name ? p with { Attributes = state.In(p.Attributes) } : p)] };

    /// <summary>With a slot chosen: it may start seven times until it is good, and the types of the pairs change places where they differ.</summary>
    /// <param name="suffix"><c>_a</c> or <c>_b</c>.</param>
    /// <param name="partition">Name without suffix of the partition whose attributes count.</param>
    /// <exception cref="ArgumentException">There are no two slots of it.</exception>
    public GptTable WithActiveSlot(string suffix, string partition = "boot")
    {
        var other = suffix == "_a" ? "_b" : "_a";
        var wasActive = SlotState(partition + suffix) ?? throw new ArgumentException($"There is no partition {partition}{suffix}.", nameof(suffix));
        var before = SlotState(partition + other) ?? throw new ArgumentException($"There is no partition {partition}{other}.", nameof(suffix));
        var chosen = WithSlotState(partition + suffix, new(3, IsActive: true, Retries: 7, IsSuccessful: false, IsUnbootable: false))
            .WithSlotState(partition + other, before with { Priority = Math.Min(before.Priority, 2), IsActive = false });
        return wasActive.IsActive || !before.IsActive ? chosen : chosen with { Partitions = [.. chosen.Partitions.Select(p => p with { TypeId = chosen.TypeOfTwin(p) })] };
    }

    private Guid TypeOfTwin(GptPartition partition)
    {
        var twin = partition.Name.Length > 2 && partition.Name[^2..] is "_a" or "_b" ? partition.Name[..^1] + (partition.Name[^1] == 'a' ? 'b' : 'a') : null;
        return Partitions.FirstOrDefault(p => p.Name == twin)?.TypeId ?? partition.TypeId;
    }
}

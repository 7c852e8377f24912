namespace Tenure.Protocols.Gpt;

/// <summary>What must hold for a table, whoever made it.</summary>
internal static class GptRules
{
    private const int MaxNameLength = 36;

    /// <returns>One English sentence; <c>null</c> when all holds.</returns>
    public static string? Fault(GptTable table)
    {
        var geometry = new GptGeometry(table.SectorSize, table.SectorCount);
        if (!geometry.IsPossible)
        {
            return "The disk is too small, or its sectors have neither 512 nor 4096 bytes.";
        }

        if (table.Partitions.Count > GptGeometry.EntryCount)
        {
            return $"There are more than {GptGeometry.EntryCount} partitions.";
        }

        return table.Partitions.Select(p => Fault(p, geometry)).FirstOrDefault(fault => fault is not null)
            ?? FaultBetween(table.Partitions);
    }

    private static string? Fault(GptPartition partition, GptGeometry geometry) => partition switch
    {
        { Name.Length: 0 or > MaxNameLength } => "A name has 1 to 36 characters.",
        _ when partition.Name.Contains('\0', StringComparison.Ordinal) => "A name holds no NUL.",
        _ when partition.TypeId == Guid.Empty => $"{partition.Name} has no type.",
        _ when partition.FirstSector < geometry.FirstUsable || partition.LastSector > geometry.LastUsable || partition.FirstSector > partition.LastSector =>
            $"{partition.Name} lies outside the usable sectors.",
        _ => null,
    };

    private static string? FaultBetween(IReadOnlyList<GptPartition> partitions)
    {
        if (partitions.DistinctBy(p => p.Name, StringComparer.Ordinal).Count() != partitions.Count)
        {
            return "Two partitions have one name.";
        }

        var sorted = partitions.OrderBy(p => p.FirstSector).ToList();
        return sorted.Zip(sorted.Skip(1)).Any(pair => pair.First.LastSector >= pair.Second.FirstSector) ? "Two partitions overlap." : null;
    }
}

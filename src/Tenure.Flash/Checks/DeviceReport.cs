namespace Tenure.Flash.Checks;

/// <summary>What is known of a device before it is flashed, from its evidence, its bootloader or its programmer. What it does not say is <c>null</c>.</summary>
public sealed record DeviceReport
{
    /// <summary>The model.</summary>
    public string? Product { get; init; }

    /// <summary>Where the hardware was made for.</summary>
    public string? Region { get; init; }

    /// <summary>The one index that a bootloader tells.</summary>
    public uint? AntiRollback { get; init; }

    /// <summary>The day of the security patches that it had last.</summary>
    public DateOnly? PatchLevel { get; init; }

    /// <summary>Its anti-rollback indexes by their location; one that is missing is 0.</summary>
    public IReadOnlyDictionary<uint, ulong>? RollbackIndexes { get; init; }

    /// <summary>Sectors of each unit.</summary>
    public IReadOnlyList<long>? Units { get; init; }

    /// <summary>Bytes of its partitions, as far as it tells them.</summary>
    public IReadOnlyDictionary<string, long>? Partitions { get; init; }

    /// <summary>Percent of the battery's charge.</summary>
    public int? Battery { get; init; }
}

namespace Tenure.Flash.Checks;

/// <summary>What a package says of the devices that it is for. What it does not say is <c>null</c>.</summary>
public sealed record PackageReport
{
    /// <summary>Models that it is for, as they begin or, from a manifest, as they are.</summary>
    public required IReadOnlyList<string> Products { get; init; }

    /// <summary>True when a model has to be one of them to its end.</summary>
    public bool ProductIsWhole { get; init; } = true;

    /// <summary>Hardware regions that it is for.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>The one index of scripts.</summary>
    public uint? AntiRollback { get; init; }

    /// <summary>The day of its security patches.</summary>
    public DateOnly? PatchLevel { get; init; }

    /// <summary>Its anti-rollback indexes by their location; one that is missing is 0.</summary>
    public IReadOnlyDictionary<uint, ulong>? RollbackIndexes { get; init; }

    /// <summary>How many sectors each unit has at least.</summary>
    public IReadOnlyList<long>? LeastSectors { get; init; }

    /// <summary>Bytes of the image for each partition, by the device's names.</summary>
    public IReadOnlyDictionary<string, long>? Images { get; init; }

    /// <summary>The first file that is not as the lists say; <c>null</c> when all are.</summary>
    public string? WrongFile { get; init; }
}

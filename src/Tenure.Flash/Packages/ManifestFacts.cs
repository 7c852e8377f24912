namespace Tenure.Flash.Packages;

/// <summary>What a maker says of a package, and its files do not.</summary>
public sealed record ManifestFacts
{
    /// <summary>The model, as devices say it.</summary>
    public required string Product { get; init; }

    /// <summary>The version, as people see it.</summary>
    public required string Version { get; init; }

    /// <summary>Hardware regions that it is for.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Anti-rollback indexes by their location.</summary>
    public IReadOnlyDictionary<uint, ulong> RollbackIndexes { get; init; } = new Dictionary<uint, ulong>();

    /// <summary>The day of its security patches.</summary>
    public required DateOnly PatchLevel { get; init; }
}

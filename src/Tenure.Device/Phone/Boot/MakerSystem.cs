namespace Tenure.Device.Phone.Boot;

/// <summary>A system as its maker builds it for a virtual phone.</summary>
/// <param name="Product">Board it is for.</param>
/// <param name="Version">As people see it.</param>
public sealed record MakerSystem(string Product, string Version)
{
    /// <summary>Hardware regions that it is for; empty for all.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Month of its patches; the day does not count in a boot image.</summary>
    public DateOnly PatchLevel { get; init; } = new(2026, 11, 1);

    /// <summary>Rollback index of the system, for location 0.</summary>
    public ulong RollbackIndex { get; init; } = 1;

    /// <summary>Anti-rollback index of the boot chain.</summary>
    public ulong AntiIndex { get; init; } = 1;
}

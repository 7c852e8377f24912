namespace Tenure.Protocols.Super;

/// <summary>Partitions that share a limit.</summary>
/// <param name="Name">1 to 36 of <c>A–Z a–z 0–9 _ -</c>; <c>default</c> is there always, without a limit.</param>
/// <param name="MaxBytes">All its partitions together; 0 for no limit.</param>
/// <param name="Flags">Bit 0: the name gets the slot's suffix.</param>
public sealed record SuperGroup(string Name, ulong MaxBytes = 0, uint Flags = 0)
{
    /// <summary>The group of what has no other.</summary>
    public const string Default = "default";
}

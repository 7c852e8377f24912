namespace Tenure.Protocols.Super;

/// <summary>A logical partition.</summary>
/// <param name="Name">1 to 36 of <c>A–Z a–z 0–9 _ -</c>.</param>
/// <param name="Group">Name of its group.</param>
/// <param name="Attributes">What holds of it.</param>
/// <param name="Extents">Its runs, in their order; none in an empty one.</param>
public sealed record SuperPartition(string Name, string Group, SuperAttributes Attributes, IReadOnlyList<SuperExtent> Extents)
{
    /// <summary>Bytes.</summary>
    public long Size => Extents.Sum(extent => checked((long)extent.Sectors * SuperFormat.SectorSize));
}

namespace Tenure.Protocols.Avb;

/// <summary>What was verified.</summary>
/// <param name="Top">The top image.</param>
/// <param name="RollbackIndexes">By location: of the top image and of each chained one.</param>
/// <param name="Partitions">All that were read or described, without a slot's suffix.</param>
/// <param name="Properties">Of all images, in their order.</param>
public sealed record AvbResult(AvbImage Top, IReadOnlyDictionary<uint, ulong> RollbackIndexes, IReadOnlyList<string> Partitions, IReadOnlyList<AvbPropertyDescriptor> Properties)
{
    /// <summary>The text of a property.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    public string? Property(string key) =>
        Properties.FirstOrDefault(property => string.Equals(property.Key, key, StringComparison.Ordinal)) is { } found ? System.Text.Encoding.UTF8.GetString(found.Value.Span) : null;
}

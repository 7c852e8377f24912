namespace Tenure.Protocols.Firehose;

/// <summary>The one element of a document.</summary>
/// <param name="Name">Lower case, as all of them are.</param>
/// <param name="Attributes">In their order; no two names that differ only in case.</param>
public sealed record FirehoseElement(string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes)
{
    /// <summary>The value of an attribute. Host tools write some names in other cases than programmers do.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    public string? Find(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Value;
            }
        }

        return null;
    }
}

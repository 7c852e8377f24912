namespace Tenure.Protocols.Links;

/// <summary>What a link keeps of the borders of what is written to it.</summary>
public enum LinkKind
{
    /// <summary>One read gives one transfer, as on USB; a transfer may be empty.</summary>
    Message,

    /// <summary>Bytes without borders, as on a COM port, a pseudo-terminal or TCP.</summary>
    Stream,
}

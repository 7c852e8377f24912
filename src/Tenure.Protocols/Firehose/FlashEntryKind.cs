namespace Tenure.Protocols.Firehose;

/// <summary>What a line of a flash package's list does.</summary>
public enum FlashEntryKind
{
    /// <summary>Writes a file.</summary>
    Program,

    /// <summary>Discards.</summary>
    Erase,

    /// <summary>Writes zeros.</summary>
    Zero,
}

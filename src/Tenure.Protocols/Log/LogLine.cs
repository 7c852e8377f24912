namespace Tenure.Protocols.Log;

/// <summary>An entry with what is needed to check it, as an export holds it.</summary>
public sealed record LogLine
{
    /// <summary>The event.</summary>
    public required LogEntry Entry { get; init; }

    /// <summary>32 bytes: <see cref="LogChain.Hash"/> as it was kept.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>16 bytes; <c>null</c> when the details were erased.</summary>
    public byte[]? Salt { get; init; }

    /// <summary>JSON text, exactly as committed to; <c>null</c> when erased.</summary>
    public string? Details { get; init; }
}

namespace Tenure.Protocols.Fastboot;

/// <summary>What a device answered to one command.</summary>
/// <param name="Succeeded">OKAY or FAIL.</param>
/// <param name="Text">What stood after it.</param>
/// <param name="Info">The lines shown before, INFO and TEXT alike.</param>
public sealed record FastbootResponse(bool Succeeded, string Text, IReadOnlyList<string> Info)
{
    /// <summary>Bytes that the device sent; empty when none.</summary>
    public byte[] Data { get; init; } = [];
}

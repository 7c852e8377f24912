namespace Tenure.Domain.Devices;

/// <summary>Orders all evidence of one device: the boot first, then the request within the boot.</summary>
/// <param name="Boot">Boots since the key was made.</param>
/// <param name="Request">Requests signed in that boot.</param>
public readonly record struct EvidenceCount(uint Boot, uint Request)
{
    /// <summary>Whether this was signed after <paramref name="other"/>.</summary>
    public bool IsAfter(EvidenceCount other) => Boot != other.Boot ? Boot > other.Boot : Request > other.Request;
}

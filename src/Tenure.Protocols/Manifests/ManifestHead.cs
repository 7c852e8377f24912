using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>What a maker signs of a factory manifest: which one it is, and what follows it.</summary>
/// <remarks>docs/protocols/manifests.md. Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record ManifestHead
{
    /// <summary>Most devices that one manifest may have.</summary>
    public const uint MaxDevices = 100_000_000;

    /// <summary>16 random bytes, made when the manifest is signed.</summary>
    public required byte[] Id { get; init; }

    /// <summary>How many records follow, 1 to <see cref="MaxDevices"/>.</summary>
    public required uint Devices { get; init; }

    /// <summary>SHA-256 over all bytes behind the head.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The key that signs it; the verifier compares it with those that are pinned.</summary>
    public required KeyThumbprint SignedBy { get; init; }
}

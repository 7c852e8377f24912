using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The server this phone belongs to: its address, its name in tickets, and its roots.</summary>
/// <param name="Address">Where it is reached; what may change without a root's word.</param>
/// <param name="Issuer">The issuer URL that tickets name.</param>
/// <param name="Roots">Active first, then standby.</param>
public sealed record PinnedServer(Uri Address, string Issuer, IReadOnlyList<PublicKeyP256> Roots)
{
    /// <summary>What its roots have said so far.</summary>
    public RootMarks Marks { get; init; } = RootMarks.None;

    /// <summary>Whether its roots have ended all locks, and this phone has done what follows from that.</summary>
    public bool IsEnded { get; init; }

    /// <summary>SHA-256 over issuer and all roots in their order, as a CBOR array: the same server wherever it is reached.</summary>
    internal byte[] Digest => ServerFingerprint.Digest(Issuer, Roots);

    /// <summary>Issuer and roots as people compare them.</summary>
    public string Fingerprint => ServerFingerprint.Text(Issuer, Roots);
}

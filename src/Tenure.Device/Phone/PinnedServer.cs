using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The server this phone belongs to: its address, its name in tickets, and its roots.</summary>
/// <param name="Address">Where it is reached; the only part that may change.</param>
/// <param name="Issuer">The issuer URL that tickets name.</param>
/// <param name="Roots">Active first, then standby.</param>
public sealed record PinnedServer(Uri Address, string Issuer, IReadOnlyList<PublicKeyP256> Roots)
{
    /// <summary>The active root's fingerprint as people compare it.</summary>
    public string Fingerprint => Roots[0].Thumbprint.ToFingerprint();
}

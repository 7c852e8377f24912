using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tickets;

/// <summary>A ticket that a device may act on, and who signed it.</summary>
/// <param name="Ticket">What to do.</param>
/// <param name="Signer">Its purpose and generation; the device remembers the highest generation.</param>
public sealed record VerifiedTicket(Ticket Ticket, SignerCertificate Signer)
{
    /// <summary>The checkpoint under which a holder's consent was proven, which the device remembers; <c>null</c> for everything but a release.</summary>
    public VerifiedCheckpoint? Checkpoint { get; init; }

    /// <summary>The same as it came; empty without one.</summary>
    public ReadOnlyMemory<byte> SignedCheckpoint { get; init; }
}

namespace Tenure.Protocols.Tickets;

/// <summary>A ticket that a device may act on, and who signed it.</summary>
/// <param name="Ticket">What to do.</param>
/// <param name="Signer">Its purpose and generation; the device remembers the highest generation.</param>
public sealed record VerifiedTicket(Ticket Ticket, SignerCertificate Signer);

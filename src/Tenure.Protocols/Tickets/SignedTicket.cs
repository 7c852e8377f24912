namespace Tenure.Protocols.Tickets;

/// <summary>A ticket and the certificate of its signer, as they travel together.</summary>
/// <param name="Ticket">COSE_Sign1 under the signer.</param>
/// <param name="Certificate">COSE_Sign1 under a root.</param>
public sealed record SignedTicket(ReadOnlyMemory<byte> Ticket, ReadOnlyMemory<byte> Certificate);

namespace Tenure.Protocols.Tickets;

/// <summary>A ticket, the certificate of its signer, and for a release the proof of the holder's consent, as they travel together.</summary>
/// <param name="Ticket">COSE_Sign1 under the signer.</param>
/// <param name="Certificate">COSE_Sign1 under a root.</param>
/// <param name="Consent">What <c>ConsentProofCodec</c> reads; empty for everything but a release.</param>
public sealed record SignedTicket(ReadOnlyMemory<byte> Ticket, ReadOnlyMemory<byte> Certificate, ReadOnlyMemory<byte> Consent);

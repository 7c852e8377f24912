using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>Asks for a signed ticket, and brings what the signer needs to see for itself that a device asked for it.</summary>
/// <param name="Purpose">Which signer is to sign.</param>
/// <param name="Ticket">The claims.</param>
/// <param name="Evidence">What the device signed, as it came: at most 4096 bytes.</param>
/// <param name="DeviceKey">The device's key: its thumbprint is the ticket's subject.</param>
/// <param name="Consent">The proof that the holder's consent is in the log: with a release, and only with one.</param>
/// <param name="Votes">Of the agents who let a case be announced: with a consent by a case, and only with one.</param>
public sealed record TicketRequest(SignerPurpose Purpose, Ticket Ticket, ReadOnlyMemory<byte> Evidence, PublicKeyP256 DeviceKey, ConsentProof? Consent = null, SignedVotes? Votes = null) : SignerRequest;

using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Audit.Contracts;

/// <summary>A holder's consent to a release, with the proof that it is in the log.</summary>
/// <param name="Leaf">32 bytes: the hash of its entry, by which the ticket names it.</param>
/// <param name="Erase">Whether user data goes, as the holder said.</param>
/// <param name="Proof">What travels beside the ticket.</param>
/// <param name="Votes">By a case: what the signer asks for besides; <c>null</c> elsewhere, and where the agents signed nothing.</param>
internal sealed record ProvenConsent(byte[] Leaf, bool Erase, ConsentProof Proof, SignedVotes? Votes);

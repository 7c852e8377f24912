using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>What the proofs behind it lead to: a signed checkpoint, and the root under which it was signed.</summary>
/// <param name="Root">Whoever checks the file compares its fingerprint with one from elsewhere.</param>
/// <param name="Checkpoint">As it travels.</param>
public sealed record ProofHead(PublicKeyP256 Root, byte[] Checkpoint);

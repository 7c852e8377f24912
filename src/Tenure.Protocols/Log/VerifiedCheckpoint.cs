using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>A checkpoint whose signatures fit.</summary>
/// <param name="Checkpoint">What was signed.</param>
/// <param name="Signer">Who signed, as a root certified it.</param>
public sealed record VerifiedCheckpoint(Checkpoint Checkpoint, SignerCertificate Signer);

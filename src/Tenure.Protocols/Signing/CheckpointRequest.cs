using Tenure.Protocols.Log;

namespace Tenure.Protocols.Signing;

/// <summary>Asks for a signed checkpoint of the log; the log's signer signs it.</summary>
/// <param name="Checkpoint">The claims.</param>
public sealed record CheckpointRequest(Checkpoint Checkpoint) : SignerRequest;

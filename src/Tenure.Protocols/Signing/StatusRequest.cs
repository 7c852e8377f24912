namespace Tenure.Protocols.Signing;

/// <summary>Asks how the signer stands; the content of the answer is a <see cref="SignerStatus"/>.</summary>
public sealed record StatusRequest : SignerRequest;

using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>How one signer stands.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Certificate">Its certificate; empty when it is not ready.</param>
/// <param name="Trouble">Why it is not ready, for the operator, at most 512 bytes; <c>null</c> when it is.</param>
public sealed record SignerReadiness(SignerPurpose Purpose, ReadOnlyMemory<byte> Certificate, string? Trouble);

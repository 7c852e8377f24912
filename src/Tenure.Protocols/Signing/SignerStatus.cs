namespace Tenure.Protocols.Signing;

/// <summary>How a signer process stands.</summary>
/// <param name="Signers">One for each purpose that it knows.</param>
/// <param name="Entries">Lines in its ledger.</param>
public sealed record SignerStatus(IReadOnlyList<SignerReadiness> Signers, uint Entries);

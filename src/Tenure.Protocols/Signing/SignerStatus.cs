namespace Tenure.Protocols.Signing;

/// <summary>How a signer process stands.</summary>
/// <param name="Signers">One for each purpose that it knows.</param>
/// <param name="Entries">Lines in its ledger.</param>
/// <param name="Agents">Of each agent's passkey that it takes votes of: <see cref="AgentKey.MarkOf"/>; at most <see cref="MostAgents"/>.</param>
public sealed record SignerStatus(IReadOnlyList<SignerReadiness> Signers, uint Entries, IReadOnlyList<byte[]> Agents)
{
    /// <summary>How many passkeys of agents a signer knows at most.</summary>
    public const int MostAgents = 500;
}

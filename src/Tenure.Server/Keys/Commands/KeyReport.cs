namespace Tenure.Server.Keys.Commands;

/// <summary>What is in a keys folder.</summary>
/// <param name="Fingerprint">Of the server, as people compare it when a device meets it; <c>null</c> where no signer says whose roots these are.</param>
/// <param name="Roots">Active first.</param>
/// <param name="Signers">Those that are there, or should be.</param>
/// <param name="Statements">What the roots have said.</param>
/// <param name="Agents">The agents' passkeys of which votes are taken, or were.</param>
/// <param name="AgentTrouble">Why they cannot be read.</param>
/// <param name="Ledger"><c>null</c> when there is none.</param>
internal sealed record KeyReport(
    string? Fingerprint, IReadOnlyList<KeyReport.Root> Roots, IReadOnlyList<KeyReport.Signer> Signers, IReadOnlyList<KeyReport.Statement> Statements, IReadOnlyList<KeyReport.Agent> Agents, string? AgentTrouble,
    KeyReport.LedgerState? Ledger)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => Signers.All(signer => signer.Trouble is null) && Statements.All(statement => statement.Trouble is null) && AgentTrouble is null && Ledger?.Trouble is null;

    /// <param name="Name"><c>active</c> or <c>standby</c>.</param>
    internal sealed record Root(string Name, string Thumbprint, string Fingerprint);

    /// <param name="CertifiedBy"><c>active</c> or <c>standby</c>.</param>
    internal sealed record Signer(string Purpose, uint? Generation, string? Thumbprint, string? Issuer, string? CertifiedBy, string? Trouble);

    /// <param name="File">Its name.</param>
    /// <param name="Kind"><c>floors</c>, <c>rekey</c>, <c>sunset_announced</c> or <c>sunset</c>.</param>
    /// <param name="By"><c>active</c>, <c>standby</c>, or <c>before</c>: a root that this folder does not have any more.</param>
    internal sealed record Statement(string File, string? Kind, uint? Serial, string? By, string? Trouble);

    /// <param name="Mark">Stands for name and passkey, as the agent's own page shows it.</param>
    /// <param name="Since">From when votes count (UTC).</param>
    /// <param name="WithdrawnAt">When it was taken away (UTC).</param>
    internal sealed record Agent(string Name, string Role, string Mark, DateTimeOffset Since, DateTimeOffset? WithdrawnAt);

    /// <param name="LastAt">When the last ticket was signed (UTC).</param>
    /// <param name="Hash">Of the last line, in hexadecimal: whoever keeps it can tell later that nothing before it was changed.</param>
    internal sealed record LedgerState(string? Id, long Lines, DateTimeOffset? LastAt, string? Hash, string? Trouble);
}

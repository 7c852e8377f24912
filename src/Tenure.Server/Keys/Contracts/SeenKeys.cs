using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>How the keys of the tickets stand: public halves alone.</summary>
/// <param name="Fingerprint">Of the server, as people compare it on their phone.</param>
/// <param name="Roots">Active first, then standby.</param>
/// <param name="Signers">One for each purpose; <c>null</c> when the signer does not answer.</param>
/// <param name="LedgerLines">Lines in the signer's ledger.</param>
/// <param name="Agents">How many passkeys of agents the signer takes votes of.</param>
/// <param name="Statements">What roots have said, in the order of the files.</param>
internal sealed record SeenKeys(string Fingerprint, IReadOnlyList<KeyThumbprint> Roots, IReadOnlyList<SeenSigner>? Signers, uint LedgerLines, int Agents, IReadOnlyList<OfferedStatement> Statements);

namespace Tenure.Protocols.Signing;

/// <summary>The votes that let a case be announced, for a signer that knows the agents' passkeys.</summary>
/// <param name="Number">The case's number, without its hyphen; 10 characters.</param>
/// <param name="Round">How often agents had begun to look at it anew.</param>
/// <param name="Votes">At most two; a release needs both.</param>
public sealed record SignedVotes(string Number, uint Round, IReadOnlyList<SignedVote> Votes);

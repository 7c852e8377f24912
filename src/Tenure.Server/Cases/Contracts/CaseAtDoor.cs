using Tenure.Domain.Cases;

namespace Tenure.Server.Cases.Contracts;

/// <summary>A case whose number and secret somebody knows.</summary>
/// <param name="Id">The case.</param>
/// <param name="Number">Without its hyphen.</param>
/// <param name="Language">What its person reads.</param>
/// <param name="TakesEvidence">Whether evidence is taken now.</param>
internal sealed record CaseAtDoor(CaseId Id, string Number, string Language, bool TakesEvidence);

using Tenure.Domain.Cases;
using Tenure.Domain.Operators;

namespace Tenure.Server.Cases.Contracts;

/// <summary>A decoy that is over.</summary>
/// <param name="Id">The case.</param>
/// <param name="Number">As it was shown.</param>
/// <param name="Approvers">Who was for it.</param>
internal sealed record EndedDecoy(CaseId Id, string Number, IReadOnlyList<OperatorId> Approvers);

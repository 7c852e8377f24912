using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>A message between a case's person and the agents.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Number">From 1, in the order in which they were written.</param>
/// <param name="ByPerson">Whether the person wrote it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Template">What an agent says in a fixed sentence; <see cref="CaseReason.None"/> where <paramref name="Text"/> says it.</param>
/// <param name="Text">Free text; <c>null</c> where a template says it.</param>
internal sealed record CaseMessageRow(CaseId CaseId, int Number, bool ByPerson, DateTimeOffset At, CaseReason Template, string? Text);

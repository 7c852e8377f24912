using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>One way to the holder by which a case was announced: its link shows the case, and its form objects.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="SecretHash">Of the secret in the link.</param>
/// <param name="Channel">32 bytes that stand for the address.</param>
/// <param name="At">When (UTC).</param>
internal sealed record CaseNotice(CaseId CaseId, byte[] SecretHash, byte[] Channel, DateTimeOffset At);

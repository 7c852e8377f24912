namespace Tenure.Domain.Cases;

/// <summary>One way to the holder that objected to a case: it does so once.</summary>
/// <param name="Channel">32 bytes that stand for an address, a device, or a signed-in holder.</param>
/// <param name="At">When (UTC).</param>
public sealed record CaseContest(byte[] Channel, DateTimeOffset At);

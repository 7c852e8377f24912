using Tenure.Domain.Operators;

namespace Tenure.Domain.Cases;

/// <summary>What one agent did in a case; never changed. Whoever did anything in a case does nothing more in it.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Round">From 1; one more each time the case is looked at anew.</param>
/// <param name="IsSenior">Whether a senior, at that moment.</param>
/// <param name="Reason">Why not, or what is missing.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Digest">32 bytes: what the case was then; empty where nothing was decided.</param>
/// <param name="Vote">What the agent's passkey signed, for the signer of tickets; <c>null</c> where that asks for none.</param>
public sealed record CaseAct(OperatorId Agent, CaseActKind Kind, int Round, bool IsSenior, CaseReason Reason, DateTimeOffset At, byte[] Digest, byte[]? Vote = null);

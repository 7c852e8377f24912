using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

/// <summary>What somebody should look at about an agent; once a cause.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Cause">A day, counted from 1970, or the number of a case.</param>
/// <param name="At">When it was seen (UTC).</param>
/// <param name="Figure">How many reads or votes; 0 where nothing is counted.</param>
/// <param name="Usual">How many are usual, or of how many.</param>
internal sealed record AgentAlarm(OperatorId Agent, AgentAlarmKind Kind, string Cause, DateTimeOffset At, int Figure, int Usual);

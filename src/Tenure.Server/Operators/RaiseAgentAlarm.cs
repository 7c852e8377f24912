using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Operators;

/// <summary>Says once that an agent should be looked at: on the page of alarms, in the operators' log, as a metric.</summary>
internal sealed class RaiseAgentAlarm(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    /// <summary>Does so in the caller's transaction, or in one of its own.</summary>
    /// <param name="agent">Who.</param>
    /// <param name="kind">What.</param>
    /// <param name="cause">A day or a case.</param>
    /// <param name="figure">As in <see cref="AgentAlarm"/>.</param>
    /// <param name="usual">As in <see cref="AgentAlarm"/>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task ExecuteAsync(ServerOperator agent, AgentAlarmKind kind, string cause, int figure, int usual, CancellationToken ct)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        // Of two processes that see the same, one says so.
        const string Insert = "INSERT INTO agent_alarms (agent, kind, cause, at, figure, usual) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (agent, kind, cause) DO NOTHING";
        if (await db.RunAsync(new(Insert, agent.Id.Value, kind.ToString(), cause, UtcTimeConverter.ToStored(clock.GetUtcNow()), figure, usual), ct) == 0)
        {
            return;
        }

        await log.AppendAsync(OperatorEvents.AgentAlarm, new LoggedAct(null, Reason: kind.ToString(), About: $"{agent.Name} {cause}"), ct);
        await (own?.CommitAsync(ct) ?? Task.CompletedTask);
        TenureMeter.AgentAlarmRaised(kind);
    }
}

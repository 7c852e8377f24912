using Tenure.Domain.Cases;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

/// <summary>That an agent asked for a case, once each time: from it their reads are counted, and the time from the first look to a vote.</summary>
internal sealed class AgentLook
{
    private AgentLook()
    {
    }

    /// <summary>A look.</summary>
    /// <param name="id">New.</param>
    /// <param name="agent">Who.</param>
    /// <param name="about">At which case; <c>null</c> where none was shown.</param>
    /// <param name="now">The time (UTC).</param>
    public AgentLook(Guid id, OperatorId agent, CaseId? about, DateTimeOffset now)
    {
        (Id, Agent, Case, At, Day) = (id, agent, about, now, DayOf(now));
    }

    /// <summary>New.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who looked.</summary>
    public OperatorId Agent { get; private set; }

    /// <summary>At which case; <c>null</c> where none was shown.</summary>
    public CaseId? Case { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The day of it (UTC), counted from 1970.</summary>
    public int Day { get; private set; }

    /// <summary>The day of a moment.</summary>
    public static int DayOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 86_400);
}

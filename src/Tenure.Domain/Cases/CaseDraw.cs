using Tenure.Domain.Operators;

namespace Tenure.Domain.Cases;

/// <summary>Somebody was drawn by lot to look at a case. Nobody is drawn anew for it who let it lie.</summary>
public sealed class CaseDraw
{
    private CaseDraw()
    {
    }

    internal CaseDraw(OperatorId agent, DateTimeOffset at) => (Agent, At) = (agent, at);

    /// <summary>Who.</summary>
    public OperatorId Agent { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When another one was drawn, because this one had let it lie (UTC); <c>null</c> for who has it or did something.</summary>
    public DateTimeOffset? LapsedAt { get; private set; }

    internal void Lapse(DateTimeOffset now) => LapsedAt ??= now;
}

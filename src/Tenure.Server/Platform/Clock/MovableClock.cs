namespace Tenure.Server.Platform.Clock;

/// <summary>The system's clock, which development may move forward to see what time does; everywhere else it cannot be moved.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long aheadTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);
}

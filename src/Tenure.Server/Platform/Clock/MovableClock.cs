namespace Tenure.Server.Platform.Clock;

/// <summary>The system's clock, which development may move forward to see what time does; everywhere else it cannot be moved.</summary>
/// <remarks>What waits for a time that was moved over is woken: a day that is skipped is a day for every timer.</remarks>
internal sealed class MovableClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<MovableTimer> timers = [];
    private long aheadTicks;

    /// <summary>Raised after each move, with how far this clock is ahead of the system's now.</summary>
    public event Action<TimeSpan>? Moved;

    /// <summary>How far it is ahead of the system's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref aheadTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovableTimer(this, callback, state);
        lock (gate)
        {
            timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by) => MoveTo(Ahead + by);

    /// <summary>Moves it until it is that far ahead; never back.</summary>
    public void MoveTo(TimeSpan ahead)
    {
        List<MovableTimer> waiting;
        lock (gate)
        {
            if (ahead <= Ahead)
            {
                return;
            }

            Interlocked.Exchange(ref aheadTicks, ahead.Ticks);
            waiting = [.. timers];
        }

        foreach (var timer in waiting)
        {
            timer.Wake();
        }

        Moved?.Invoke(ahead);
    }

    private void Forget(MovableTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    private sealed class MovableTimer : ITimer
    {
        private readonly MovableClock clock;
        private readonly ITimer timer;
        private readonly Lock gate = new();
        private DateTimeOffset? dueAt;
        private TimeSpan period;

        public MovableTimer(MovableClock clock, TimerCallback callback, object? state)
        {
            this.clock = clock;
            timer = System.CreateTimer(
                _ =>
                {
                    Ring();
                    callback(state);
                },
                null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                this.period = period;
                dueAt = dueTime < TimeSpan.Zero ? null : clock.GetUtcNow() + dueTime;
                return timer.Change(dueTime, period);
            }
        }

        public void Wake()
        {
            lock (gate)
            {
                if (dueAt is { } due)
                {
                    var left = due - clock.GetUtcNow();
                    timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, period);
                }
            }
        }

        public void Dispose()
        {
            clock.Forget(this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock.Forget(this);
            return timer.DisposeAsync();
        }

        private void Ring()
        {
            lock (gate)
            {
                dueAt = period > TimeSpan.Zero ? clock.GetUtcNow() + period : null;
            }
        }
    }
}

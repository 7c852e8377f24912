using Tenure.Server.Platform.Clock;

namespace Tenure.Server.Tests.Platform;

/// <summary>The clock that development moves: whoever waits for a time that was skipped waits no longer.</summary>
public sealed class MovableClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly MovableClock clock = new();

    [Fact]
    public async Task What_waits_for_a_time_that_is_moved_over_is_woken_and_nothing_else()
    {
        var ct = TestContext.Current.CancellationToken;
        var (soon, late) = (Task.Delay(Hour, clock, ct), Task.Delay(3 * Hour, clock, ct));
        clock.Advance(TimeSpan.FromMinutes(59));
        await Task.Delay(50, ct);
        Assert.False(soon.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(2));
        await soon.WaitAsync(TimeSpan.FromSeconds(10), ct);
        await Task.Delay(50, ct);
        Assert.False(late.IsCompleted);
        clock.Advance(2 * Hour);
        await late.WaitAsync(TimeSpan.FromSeconds(10), ct);
    }

    [Fact]
    public async Task A_timer_that_repeats_rings_again_and_one_that_was_disposed_does_not()
    {
        var ct = TestContext.Current.CancellationToken;
        using var rang = new SemaphoreSlim(0);
        await using (clock.CreateTimer(_ => rang.Release(), null, Hour, Hour))
        {
            clock.Advance(Hour);
            Assert.True(await rang.WaitAsync(TimeSpan.FromSeconds(10), ct));
            clock.Advance(Hour);
            Assert.True(await rang.WaitAsync(TimeSpan.FromSeconds(10), ct));
        }

        clock.Advance(Hour);
        Assert.False(await rang.WaitAsync(TimeSpan.FromMilliseconds(50), ct));
    }

    [Fact]
    public void It_never_goes_back_and_says_how_far_it_is_ahead()
    {
        var said = new List<TimeSpan>();
        clock.Moved += said.Add;
        clock.Advance(Hour);
        clock.MoveTo(TimeSpan.FromMinutes(1));
        clock.MoveTo(3 * Hour);
        Assert.Equal([Hour, 3 * Hour], said);
        Assert.Equal(3 * Hour, clock.Ahead);
        Assert.Equal(3, (clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalHours, 0.01);
    }
}

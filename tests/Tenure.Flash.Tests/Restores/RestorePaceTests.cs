using Tenure.Flash.Restores;

namespace Tenure.Flash.Tests.Restores;

public sealed class RestorePaceTests
{
    [Fact]
    public void Rate_and_time_left_are_those_of_the_last_seconds()
    {
        var clock = new Clock();
        var pace = new RestorePace(clock);
        Assert.Null(pace.Left(0, 1000));
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(TimeSpan.FromSeconds(18), pace.Left(100, 1000));
        Assert.Equal(50, pace.BytesPerSecond);

        // What was fast long ago says nothing of now.
        clock.Now += TimeSpan.FromSeconds(20);
        pace.Left(100, 1000);
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(TimeSpan.FromSeconds(40), pace.Left(200, 1000));
        Assert.Equal(20, pace.BytesPerSecond);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}

using System.Globalization;
using Tenure.Device.Linux;

namespace Tenure.Device.Tests.Linux;

public sealed class UptimeClockTests
{
    [Fact]
    public async Task Its_timestamps_are_the_time_since_power_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has it.");
        var clock = UptimeClock.OfDevice;
        Assert.IsType<UptimeClock>(clock);

        var before = Uptime();
        var at = clock.GetTimestamp();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var elapsed = clock.GetElapsedTime(at);
        var after = Uptime();

        Assert.InRange(TimeSpan.FromSeconds(at / (double)clock.TimestampFrequency), before, after);
        Assert.InRange(elapsed, TimeSpan.FromMilliseconds(40), after - before + TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void It_tells_the_time_of_the_day_as_the_runtime_does() =>
        Assert.InRange((UptimeClock.OfDevice.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));

    private static TimeSpan Uptime() => TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));
}

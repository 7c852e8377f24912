using System.Globalization;

namespace Tenure.Device.Linux;

/// <summary>The time of the device, whose timestamps go on while it sleeps: else a question that lives for an hour would live for days in a laptop that is closed.</summary>
/// <remarks>The runtime's own timestamps are CLOCK_MONOTONIC, which stands still in suspend; <c>/proc/uptime</c> counts it in, in hundredths of a second (proc(5)).</remarks>
public sealed class UptimeClock : TimeProvider
{
    private const string Source = "/proc/uptime";
    private const int PerSecond = 100;

    private UptimeClock()
    {
    }

    /// <summary>This clock where the kernel has it, else the runtime's.</summary>
    public static TimeProvider OfDevice { get; } = OperatingSystem.IsLinux() && File.Exists(Source) ? new UptimeClock() : System;

    /// <inheritdoc/>
    public override long TimestampFrequency => PerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(decimal.Parse(File.ReadAllText(Source).Split(' ')[0], CultureInfo.InvariantCulture) * PerSecond);
}

using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Protocols.Tests.Firehose;

/// <summary>A programmer in memory at the other end of a link, and a host before it.</summary>
internal sealed class Edl : IAsyncDisposable
{
    private readonly CancellationTokenSource off = new();
    private readonly LinkPort devicePort;

    public Edl(LinkKind kind, FirehoseDeviceOptions? options = null, IFirehoseGate? gate = null, LinkFaults? fromHost = null, LinkFaults? fromDevice = null, FirehoseTimeouts? timeouts = null)
    {
        (HostEnd, DeviceEnd) = LinkEnd.Pair(kind, fromHost, fromDevice);
        HostPort = new(HostEnd, TimeProvider.System, Waits);
        devicePort = new(DeviceEnd, TimeProvider.System);
        Host = new(HostPort, timeouts ?? Patient, new Lines(Logs));
        Device = Task.Run(() => new FirehoseDevice(devicePort, Disk, options, gate).RunAsync(off.Token), CancellationToken.None);
    }

    public static FirehoseTimeouts Short { get; } = new()
    {
        Response = TimeSpan.FromMilliseconds(400),
        Transfer = TimeSpan.FromMilliseconds(400),
        Final = TimeSpan.FromMilliseconds(400),
        Erase = TimeSpan.FromMilliseconds(400),
        WholeUnit = TimeSpan.FromMilliseconds(400),
        Command = TimeSpan.FromMilliseconds(100),
        LateLogs = TimeSpan.FromMilliseconds(30),
    };

    public static FirehoseTimeouts Patient { get; } = new() { Greeting = TimeSpan.FromSeconds(5) };

    public static FirehoseConfigureCommand Configure { get; } = new() { MemoryName = "ufs" };

    public LinkEnd HostEnd { get; }

    public LinkEnd DeviceEnd { get; }

    public LinkPort HostPort { get; }

    public FirehoseHost Host { get; }

    public Disk Disk { get; } = new();

    public List<FirehoseLog> Logs { get; } = [];

    public Waits Waits { get; } = new();

    public Task<FirehosePower> Device { get; }

    public static FirehosePlace Place(long start, long sectors, int unit = 0, int size = 4096) => new(size, unit, FirehoseExpression.Of(start), sectors);

    public static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) ^ (i >> 9)))];

    public async Task<FirehoseHost> ReadyAsync()
    {
        await Host.GreetAsync(TestContext.Current.CancellationToken);
        Assert.True((await Host.ConfigureAsync(Configure, TestContext.Current.CancellationToken)).IsAck);
        return Host;
    }

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await HostPort.DisposeAsync();
        await devicePort.DisposeAsync();
        await Device.ContinueWith(_ => { }, TaskScheduler.Default);
        off.Dispose();
    }

    private sealed class Lines(List<FirehoseLog> all) : IProgress<FirehoseLog>
    {
        public void Report(FirehoseLog value) => all.Add(value);
    }
}

using System.Buffers.Binary;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Protocols.Tests.Sahara;

/// <summary>A boot ROM in memory at the other end of a link, and a host before it.</summary>
internal sealed class Rom : ISaharaTarget, IAsyncDisposable
{
    private readonly CancellationTokenSource off = new();
    private readonly LinkPort devicePort;

    public Rom(LinkKind kind, SaharaDeviceOptions? options = null, LinkFaults? fromHost = null, LinkFaults? fromDevice = null, SaharaTimeouts? timeouts = null)
    {
        (HostEnd, DeviceEnd) = LinkEnd.Pair(kind, fromHost, fromDevice);
        HostPort = new(HostEnd, TimeProvider.System, Waits);
        devicePort = new(DeviceEnd, TimeProvider.System);
        Host = new(HostPort, timeouts ?? new());
        Device = Task.Run(() => new SaharaDevice(devicePort, this, options).RunAsync(off.Token), CancellationToken.None);
    }

    public static SaharaTimeouts Short { get; } = new()
    {
        Hello = TimeSpan.FromMilliseconds(300),
        SignOfLife = TimeSpan.FromMilliseconds(200),
        Packet = TimeSpan.FromMilliseconds(300),
        Verdict = TimeSpan.FromMilliseconds(300),
    };

    public static byte[] Elf { get; } = Program(wide: true, 20_000);

    public LinkEnd HostEnd { get; }

    public LinkEnd DeviceEnd { get; }

    public LinkPort HostPort { get; }

    public SaharaHost Host { get; }

    public Waits Waits { get; } = new();

    public Task Device { get; }

    /// <summary>The ids of the images it wants.</summary>
    public uint[] Wanted { get; init; } = [13];

    public Dictionary<uint, byte[]> Loaded { get; } = [];

    public SaharaStatus Verdict { get; set; } = SaharaStatus.Success;

    public static IReadOnlyDictionary<ulong, Stream> Images(params ulong[] ids) => ids.ToDictionary(id => id, Stream (_) => new MemoryStream(Elf));

    /// <summary>An ELF of two segments, the second before the first in the file.</summary>
    public static byte[] Program(bool wide, int length)
    {
        var elf = new byte[length];
        for (var i = 0; i < length; i++)
        {
            elf[i] = (byte)(i * 31);
        }

        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', (byte)(wide ? 2 : 1), 1 }.CopyTo(elf, 0);
        var (header, entry) = wide ? (64, 56) : (64, 32);
        Put(elf, wide ? 32 : 28, (ulong)header, wide ? 8 : 4);
        Put(elf, wide ? 54 : 42, (ulong)entry, 2);
        Put(elf, wide ? 56 : 44, 2, 2);
        var data = header + (2 * entry);
        var half = data + ((length - data) / 2);
        Segment(header, half, length - half);
        Segment(header + entry, data, half - data);
        return elf;

        void Segment(int at, int offset, int size)
        {
            Put(elf, at + (wide ? 8 : 4), (ulong)offset, wide ? 8 : 4);
            Put(elf, at + (wide ? 32 : 16), (ulong)size, wide ? 8 : 4);
        }
    }

    public IReadOnlyList<ISaharaLoader> Start() =>
    [
        .. Wanted.Select(id => new SaharaElfLoader(id, bytes =>
        {
            Loaded[id] = bytes;
            return Verdict;
        })),
    ];

    public byte[]? Answer(SaharaQuery query) => query switch
    {
        SaharaQuery.SerialNumber => [0x78, 0x56, 0x34, 0x12],
        SaharaQuery.HardwareId => [1, 0, 2, 0, 0xe1, 0, 9, 0],
        SaharaQuery.PublicKeyHash => [.. Hash, .. Hash, .. Hash],
        _ => null,
    };

    public static byte[] Hash { get; } = [.. Enumerable.Range(1, 48).Select(i => (byte)i)];

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await HostPort.DisposeAsync();
        await devicePort.DisposeAsync();
        await Device.ContinueWith(_ => { }, TaskScheduler.Default);
        off.Dispose();
    }

    private static void Put(byte[] bytes, int at, ulong value, int size)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        all[..size].CopyTo(bytes.AsSpan(at));
    }
}

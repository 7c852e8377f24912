using System.Buffers.Binary;
using Tenure.Device.Block;
using Tenure.Device.Phone.Usb;
using Tenure.Device.Tests.Block;
using Tenure.Device.Tpm;
using Tenure.Protocols.Tests.Fuzz;

namespace Tenure.Device.Tests.Fuzz;

/// <summary>What a device reads from its own storage and chip, which somebody else may have written: spoilt, by the thousand in each run and by ten million in the slow one.</summary>
public sealed class DeviceFuzzTests(ITestOutputHelper output)
{
    private const int Unit = 2048;

    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];

    // A host attaches the device.
    private static readonly byte[] Import = [0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, .. "1-1"u8, .. new byte[29]];

    private static readonly byte[] Transfer = new byte[1 << 20];

    private static readonly Dictionary<string, Reader> Readers = new(StringComparer.Ordinal)
    {
        ["block"] = new(
            [
                BlockCodec.Encode(BlockBench.Held(3)), BlockCodec.Encode(BlockBench.Free(1)), BlockCodec.Encode(BlockBench.Releasing(2)),
                BlockCodec.Encode(BlockBench.Held(3) with { State = BlockState.Lost, Lost = new("Please call me.", "+49 151 12345678"), EraseCode = new(new byte[EraseCodeHash.SaltLength], new byte[EraseCodeHash.HashLength]) }),
            ],
            body => BlockCodec.Decode(body) is not null),
        ["slots of the block"] = new([Slots()], bytes => ReadSlots(bytes) is not null),
        ["requests of USB/IP"] = new(
            [
                [.. Import, .. Request(1, isIn: true, 0, 64, [0x80, 6, 0, 1, 0, 0, 64, 0]), .. Request(2, isIn: false, 1, 4, []), 1, 2, 3, 4, .. Request(3, isIn: true, 1, 512, []), .. Request(4, isIn: true, 7, 8, [])],
                [.. Import, .. Request(1, isIn: true, 1, 512, []), .. Request(2, isIn: false, 0, 1, [], command: 2)],
            ],
            ReadUsb),
        ["answers of a TPM"] = new([[.. Public(0x2206_0016), .. Value(41)], [.. Public(0x0206_0016), .. Done(), .. Value(1)], [.. Refused(0x18B), .. Done(), .. Done(), .. Value(7)]], ReadTpm),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_is_read(string name) => Assert.All(Readers[name].Seeds, seed => Assert.True(Readers[name].Read(seed)));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_spoilt_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Few, number: 1);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public void What_is_spoilt_ten_million_times_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Many, number: 2);

    private void Run(string name, int inputs, ulong number) => FuzzRun.Run(name, Readers[name].Seeds, Readers[name].Read, isSigned: false, inputs, number, output);

    private static byte[] Slots()
    {
        var area = new MemoryPartition(2 * Unit);
        var pair = new SlotPair(area, Unit, Secret, PersistentBlock.Label);
        pair.Write(1, BlockCodec.Encode(BlockBench.Free()));
        pair.Write(2, BlockCodec.Encode(BlockBench.Held()));
        return area.Snapshot();
    }

    // A record is one of the two that were written, whatever lies around it.
    private static SlotRecord? ReadSlots(byte[] bytes)
    {
        var area = new MemoryPartition(2 * Unit);
        area.Write(0, bytes.AsSpan(0, Math.Min(bytes.Length, 2 * Unit)));
        var read = new SlotPair(area, Unit, Secret, PersistentBlock.Label).Read();
        return read is null or { Sequence: 1 or 2 } && (read is null || BlockCodec.Decode(read.Body)?.State == (read.Sequence == 1 ? BlockState.Free : BlockState.Held))
            ? read
            : throw new InvalidOperationException("A record that nobody wrote.");
    }

    // Attached or not, a host that says anything ends its connection and nothing else.
    private static bool ReadUsb(byte[] bytes)
    {
        if (new UsbIpServer(UsbIdentity.Fastboot("Tenure One", "VT0000001")).AttachAsync(new SilentStream(bytes), CancellationToken.None).GetAwaiter().GetResult() is not { } link)
        {
            return false;
        }

        try
        {
            while (true)
            {
                link.ReadAsync(Transfer, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
        catch (IOException)
        {
            return true;
        }
        finally
        {
            link.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static byte[] Request(uint number, bool isIn, uint endpoint, uint length, byte[] setup, uint command = 1)
    {
        var head = new byte[48];
        BinaryPrimitives.WriteUInt32BigEndian(head, command);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), number);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), isIn ? 1u : 0);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(16), endpoint);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(command == 2 ? 20 : 24), length);
        setup.CopyTo(head, 40);
        return head;
    }

    private static bool ReadTpm(byte[] answers)
    {
        try
        {
            using var line = new TpmLine(new AnsweringStream(answers));
            TpmCounter.Open(line).Read();
            return true;
        }
        catch (TpmException)
        {
            return false;
        }
    }

    private static byte[] Answer(uint code, params byte[] body)
    {
        var answer = new byte[10 + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(answer, 0x8001);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(2), (uint)answer.Length);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(6), code);
        body.CopyTo(answer, 10);
        return answer;
    }

    private static byte[] Refused(uint code) => Answer(code);

    private static byte[] Done() => Answer(0);

    // TPM2B_NV_PUBLIC of this device's index, with these attributes.
    private static byte[] Public(uint attributes)
    {
        var body = new byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(body, 14);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(2), TpmCounter.Index);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(6), 0x000B);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(8), attributes);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(14), 8);
        return Answer(0, body);
    }

    private static byte[] Value(ulong value)
    {
        var body = new byte[14];
        BinaryPrimitives.WriteUInt32BigEndian(body, 10);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt64BigEndian(body.AsSpan(6), value);
        return Answer(0, body);
    }

    // Reads the given bytes; takes every write and keeps none.
    private sealed class SilentStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }

    private sealed record Reader(byte[][] Seeds, Func<byte[], bool> Read);
}

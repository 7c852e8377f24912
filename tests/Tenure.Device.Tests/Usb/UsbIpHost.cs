using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Tenure.Protocols.Links;

namespace Tenure.Device.Tests.Usb;

/// <summary>The host's side of USB/IP, as a kernel speaks it: attaches a device and hands requests to its endpoints.</summary>
internal sealed class UsbIpHost : IFlashLink
{
    private readonly Stream connection;
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<(int Status, byte[] Bytes)>> open = [];
    private readonly ConcurrentDictionary<uint, bool> reads = [];
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly Task pump;
    private uint number;

    private UsbIpHost(Stream connection)
    {
        this.connection = connection;
        pump = Task.Run(PumpAsync);
    }

    public LinkKind Kind => LinkKind.Message;

    public int PacketSize => 512;

    public static async Task<UsbIpHost> AttachAsync(Stream connection, CancellationToken ct)
    {
        var name = new byte[32];
        Encoding.ASCII.GetBytes("1-1", name);
        await connection.WriteAsync((byte[])[0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, .. name], ct);
        var reply = new byte[8 + 312];
        await connection.ReadExactlyAsync(reply, ct);
        Assert.Equal([0x01, 0x11, 0x00, 0x03, 0, 0, 0, 0], reply[..8]);
        return new(connection);
    }

    public async Task<byte[]> DescriptorAsync(ushort value, ushort length, CancellationToken ct)
    {
        var setup = new byte[8];
        (setup[0], setup[1]) = (0x80, 6);
        BinaryPrimitives.WriteUInt16LittleEndian(setup.AsSpan(2), value);
        BinaryPrimitives.WriteUInt16LittleEndian(setup.AsSpan(6), length);
        var (status, bytes) = await ResultAsync(Submit(isIn: true, length, endpoint: 0, setup: setup), ct);
        return status == 0 ? bytes : throw new IOException("Stalled.");
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var id = Submit(isIn: true, Math.Min(buffer.Length, 16_384));
        int status;
        byte[] bytes;
        try
        {
            (status, bytes) = await ResultAsync(id, ct);
        }
        catch (OperationCanceledException) when (!open[id].Task.IsCompleted)
        {
            // What is taken back gets nothing; what came meanwhile is here.
            if (await UnlinkAsync(id, CancellationToken.None) != 0)
            {
                throw;
            }

            (status, bytes) = await ResultAsync(id, CancellationToken.None);
        }

        bytes.CopyTo(buffer);
        return status == 0 ? bytes.Length : throw new IOException("Gone.");
    }

    // As libusb does it: in requests of at most 16 KiB.
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, 16_384)];
            bytes = bytes[part.Length..];
            await ResultAsync(Submit(isIn: false, part.Length, part.ToArray()), ct);
        }
        while (!bytes.IsEmpty);
    }

    public uint Submit(bool isIn, int length, byte[]? bytes = null, uint endpoint = 1, byte[]? setup = null)
    {
        var id = Interlocked.Increment(ref number);
        var head = new byte[48];
        Put(head, 0, 1);
        Put(head, 4, id);
        Put(head, 8, 0x10001);
        Put(head, 12, isIn ? 1u : 0);
        Put(head, 16, endpoint);
        Put(head, 24, (uint)length);
        setup?.CopyTo(head, 40);
        open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        reads[id] = isIn;
        Send([.. head, .. bytes ?? []]);
        return id;
    }

    public async Task<int> UnlinkAsync(uint which, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref number);
        var head = new byte[48];
        Put(head, 0, 2);
        Put(head, 4, id);
        Put(head, 20, which);
        open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(head);
        return (await ResultAsync(id, ct)).Status;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await pump;
        sending.Dispose();
    }

    private Task<(int Status, byte[] Bytes)> ResultAsync(uint id, CancellationToken ct) => open[id].Task.WaitAsync(ct);

    private void Send(byte[] bytes)
    {
        sending.Wait(CancellationToken.None);
        try
        {
            connection.Write(bytes);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task PumpAsync()
    {
        var head = new byte[48];
        try
        {
            while (true)
            {
                await connection.ReadExactlyAsync(head);
                var id = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
                var status = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20));
                var isSubmit = BinaryPrimitives.ReadUInt32BigEndian(head) == 3;
                var bytes = new byte[isSubmit && reads[id] ? BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(24)) : 0];
                await connection.ReadExactlyAsync(bytes);
                open[id].TrySetResult((status, bytes));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            foreach (var one in open.Values)
            {
                one.TrySetException(new IOException("Gone."));
            }
        }
    }

    private static void Put(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
}

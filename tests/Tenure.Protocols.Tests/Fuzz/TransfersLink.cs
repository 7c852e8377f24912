using System.Buffers.Binary;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>Transfers out of bytes, each with its length before it, and then the cable is pulled; takes every write and keeps none.</summary>
internal sealed class TransfersLink(byte[] bytes) : IFlashLink
{
    private const int LengthSize = 2;

    private int at;

    public LinkKind Kind => LinkKind.Message;

    public int PacketSize => 512;

    public static byte[] Of(params byte[][] transfers) => [.. transfers.SelectMany(transfer =>
    {
        var head = new byte[LengthSize];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)transfer.Length);
        return (byte[])[.. head, .. transfer];
    })];

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (at + LengthSize > bytes.Length)
        {
            throw new IOException("Pulled.");
        }

        var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)), bytes.Length - at - LengthSize);
        bytes.AsMemory(at + LengthSize, length).CopyTo(buffer);
        at += LengthSize + length;
        return new(length);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> written, CancellationToken ct) => default;

    public ValueTask DisposeAsync() => default;
}

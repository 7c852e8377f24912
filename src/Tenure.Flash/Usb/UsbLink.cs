using System.Runtime.InteropServices;
using Tenure.Protocols.Links;

namespace Tenure.Flash.Usb;

/// <summary>A device in a flashing mode on USB: a read is a transfer, and so is a write.</summary>
internal sealed class UsbLink(IUsbPipes pipes) : IFlashLink
{
    // A program may have so much under way at once without asking the system for more.
    internal const int MaxTransfer = 1 << 20;

    public LinkKind Kind => LinkKind.Message;

    public int PacketSize => pipes.PacketSize;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        // A device sends whole packets: where one does not fit it breaks the transfer.
        var room = Math.Min(buffer.Length, MaxTransfer) / PacketSize * PacketSize;
        ArgumentOutOfRangeException.ThrowIfZero(room, nameof(buffer));
        return await pipes.MoveAsync(isIn: true, buffer[..room], ct);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var taken = false;
        do
        {
            var part = bytes[..Math.Min(bytes.Length, MaxTransfer)];
            int moved;
            try
            {
                moved = await pipes.MoveAsync(isIn: false, MemoryMarshal.AsMemory(part), ct);
            }
            catch (OperationCanceledException) when (taken)
            {
                moved = 0;
            }

            if (moved != part.Length)
            {
                // Whoever is told that nothing was taken sends it again.
                throw new UsbException(UsbFault.Failed, "The device took a part of a transfer.");
            }

            taken = true;
            bytes = bytes[moved..];
        }
        while (!bytes.IsEmpty);
    }

    public ValueTask DisposeAsync() => pipes.DisposeAsync();
}

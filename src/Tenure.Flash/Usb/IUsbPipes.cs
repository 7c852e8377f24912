namespace Tenure.Flash.Usb;

/// <summary>The two bulk pipes of an interface: each move is one USB transfer. One in each direction at a time.</summary>
internal interface IUsbPipes : IAsyncDisposable
{
    /// <summary>Bytes of a packet.</summary>
    int PacketSize { get; }

    /// <summary>Moves bytes.</summary>
    /// <param name="isIn">From the device; the room is a multiple of <see cref="PacketSize"/>.</param>
    /// <param name="bytes">Room, or what is written.</param>
    /// <param name="ct">Takes the transfer back.</param>
    /// <returns>How many were moved. Fewer than asked for when a short packet came, or when it was taken back in the middle.</returns>
    /// <exception cref="OperationCanceledException">It was taken back before anything was moved.</exception>
    /// <exception cref="UsbException">The device went away, or the transfer failed.</exception>
    Task<int> MoveAsync(bool isIn, Memory<byte> bytes, CancellationToken ct);
}

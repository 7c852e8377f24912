using System.Buffers;
using System.Runtime.InteropServices;

namespace Tenure.Flash.Usb;

/// <summary>One transfer under way. Its bytes stay where they are until libusb has said what came of it, whatever its caller does meanwhile.</summary>
internal sealed unsafe class UsbTransfer
{
    private const byte Bulk = 2;

    private readonly TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly UsbHandle handle;
    private readonly LibUsb.Transfer* native;
    private readonly MemoryHandle bytes;
    private readonly CancellationToken ct;
    private GCHandle self;
    private CancellationTokenRegistration taking;
    private bool isOver;

    private UsbTransfer(UsbHandle handle, byte endpoint, Memory<byte> memory, CancellationToken ct)
    {
        (this.handle, this.ct) = (handle, ct);
        native = LibUsb.Allocate(0);
        if (native is null)
        {
            throw new UsbException(UsbFault.Failed, "There is no memory for a transfer.");
        }

        bytes = memory.Pin();
        self = GCHandle.Alloc(this);
        *native = new()
        {
            Handle = handle.DangerousGetHandle(),
            Endpoint = endpoint,
            Kind = Bulk,
            Length = memory.Length,
            Done = &Completed,
            UserData = GCHandle.ToIntPtr(self),
            Bytes = (byte*)bytes.Pointer,
        };
    }

    /// <summary>Begins it.</summary>
    /// <param name="handle">Open until it is over.</param>
    /// <param name="endpoint">Which pipe.</param>
    /// <param name="bytes">Room, or what is written.</param>
    /// <param name="ct">Takes it back.</param>
    /// <returns>How many bytes were moved.</returns>
    public static Task<int> Start(UsbHandle handle, byte endpoint, Memory<byte> bytes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var transfer = new UsbTransfer(handle, endpoint, bytes, ct);
        lock (transfer.gate)
        {
            var result = LibUsb.Submit(transfer.native);
            if (result != 0)
            {
                transfer.Free();
                throw LibUsb.Failure(result, "A transfer cannot begin");
            }
        }

        // May run at once, or later on any thread; one that is over is not touched.
        transfer.taking = ct.Register(static one => ((UsbTransfer)one!).TakeBack(), transfer);
        return transfer.done.Task;
    }

    [UnmanagedCallersOnly]
    private static void Completed(LibUsb.Transfer* transfer) => ((UsbTransfer)GCHandle.FromIntPtr(transfer->UserData).Target!).End();

    private void TakeBack()
    {
        lock (gate)
        {
            if (!isOver)
            {
                _ = LibUsb.Cancel(native);
            }
        }
    }

    // On the thread that handles events.
    private void End()
    {
        LibUsb.Status status;
        int moved;
        var endpoint = native->Endpoint;
        lock (gate)
        {
            (status, moved) = ((LibUsb.Status)native->Status, native->Moved);
            Free();
        }

        taking.Unregister();
        switch (status)
        {
            case LibUsb.Status.Completed:
            case LibUsb.Status.Cancelled or LibUsb.Status.TimedOut when moved > 0:
                done.TrySetResult(moved);
                break;
            case LibUsb.Status.Cancelled:
                done.TrySetCanceled(ct);
                break;
            case LibUsb.Status.NoDevice:
                done.TrySetException(new UsbException(UsbFault.Gone, "The device was unplugged or switched off."));
                break;
            default:
                done.TrySetException(new UsbException(UsbFault.Failed, $"A transfer failed: {status}, endpoint 0x{endpoint:x2}."));
                break;
        }
    }

    private void Free()
    {
        isOver = true;
        LibUsb.Free(native);
        bytes.Dispose();
        self.Free();
    }
}

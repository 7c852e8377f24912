namespace Tenure.Flash.Usb;

/// <summary>The bulk pipes of an interface that was claimed, and the thread that hears what becomes of their transfers.</summary>
internal sealed class UsbPipes : IUsbPipes
{
    private readonly UsbContext context;
    private readonly UsbHandle handle;
    private readonly UsbFunction function;
    private readonly CancellationTokenSource closing = new();
    private readonly Thread events;
    private Task reading = Task.CompletedTask;
    private Task writing = Task.CompletedTask;
    private volatile bool isClosed;
    private int disposed;

    /// <summary>Pipes of an open device.</summary>
    /// <param name="context">Disposed with this.</param>
    /// <param name="handle">Claimed; disposed with this.</param>
    /// <param name="function">What is spoken to.</param>
    public UsbPipes(UsbContext context, UsbHandle handle, UsbFunction function)
    {
        (this.context, this.handle, this.function) = (context, handle, function);
        events = new Thread(HandleEvents) { IsBackground = true, Name = "libusb" };
        events.Start();
    }

    public int PacketSize => function.PacketSize;

    public async Task<int> MoveAsync(bool isIn, Memory<byte> bytes, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, closing.Token);
        var moving = UsbTransfer.Start(handle, isIn ? function.In : function.Out, bytes, either.Token);
        _ = isIn ? reading = moving : writing = moving;
        return await moving.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        // Nothing is closed that libusb still moves bytes of.
        await closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, writing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        isClosed = true;
        LibUsb.Interrupt(context);
        events.Join();
        handle.Dispose();
        context.Dispose();
        closing.Dispose();
    }

    private unsafe void HandleEvents()
    {
        while (!isClosed)
        {
            _ = LibUsb.HandleEvents(context, null);
        }
    }
}

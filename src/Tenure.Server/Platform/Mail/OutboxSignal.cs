namespace Tenure.Server.Platform.Mail;

/// <summary>Wakes the sender of this process; a message that it misses is found by the next look a second later.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);

    public void Raise()
    {
        try
        {
            raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised.
        }
    }

    public void Dispose() => raised.Dispose();

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => raised.WaitAsync(most, ct);
}

namespace Tenure.Server.Platform.Hosting;

/// <summary>Wakes one waiter in this process. Raised again before it was heard, it is heard once; what it misses, the waiter finds when its time has passed.</summary>
internal class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);

    public void Raise()
    {
        // Asked first: most raises find it raised already, and an exception costs more than the work that raises it.
        if (raised.CurrentCount > 0)
        {
            return;
        }

        try
        {
            raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised meanwhile.
        }
    }

    /// <summary>Waits for it.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Whether it came, and not only the end of the time.</returns>
    public Task<bool> WaitAsync(TimeSpan most, CancellationToken ct) => raised.WaitAsync(most, ct);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            raised.Dispose();
        }
    }
}

namespace Tenure.Server.Audit.Tree;

/// <summary>Says in this process that an entry waits; one that is missed is found by the next look a second later.</summary>
internal sealed class LogSignal : IDisposable
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

    /// <summary>Waits for it.</summary>
    /// <returns>Whether it came, and not only the end of the time.</returns>
    public Task<bool> WaitAsync(TimeSpan most, CancellationToken ct) => raised.WaitAsync(most, ct);

    public void Dispose() => raised.Dispose();
}

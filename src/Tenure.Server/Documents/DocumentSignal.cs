namespace Tenure.Server.Documents;

/// <summary>Wakes whoever looks at documents in this process; one that it misses is found by the next look a second later.</summary>
internal sealed class DocumentSignal : IDisposable
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

    public Task WaitAsync(TimeSpan most, CancellationToken ct) => raised.WaitAsync(most, ct);

    public void Dispose() => raised.Dispose();
}

namespace Tenure.Server.Platform.Mail;

/// <summary>Wakes the sender of a channel in this process; a message that it misses is found by the next look a second later.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim mail = new(0, 1);
    private readonly SemaphoreSlim sms = new(0, 1);

    public void Raise(MessageChannel channel)
    {
        try
        {
            Of(channel).Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised.
        }
    }

    public void Dispose()
    {
        mail.Dispose();
        sms.Dispose();
    }

    public Task WaitAsync(MessageChannel channel, TimeSpan most, CancellationToken ct) => Of(channel).WaitAsync(most, ct);

    private SemaphoreSlim Of(MessageChannel channel) => channel == MessageChannel.Sms ? sms : mail;
}

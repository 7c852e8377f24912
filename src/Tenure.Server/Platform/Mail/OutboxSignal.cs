using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Platform.Mail;

/// <summary>Wakes the sender of a channel in this process; a message that it misses is found by the next look a second later.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly WakeSignal mail = new();
    private readonly WakeSignal sms = new();

    public void Raise(MessageChannel channel) => Of(channel).Raise();

    public Task WaitAsync(MessageChannel channel, TimeSpan most, CancellationToken ct) => Of(channel).WaitAsync(most, ct);

    public void Dispose()
    {
        mail.Dispose();
        sms.Dispose();
    }

    private WakeSignal Of(MessageChannel channel) => channel == MessageChannel.Sms ? sms : mail;
}

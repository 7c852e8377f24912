using Tenure.Protocols.Offline;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The phone is let go without a network: its question leaves as a picture, a file or a text, and the ticket comes back the same way.</summary>
internal sealed class OfflineStep(BootSession boot)
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (boot.Lock.Screen != Device.Agent.LockScreen.Locked)
        {
            boot.Stop(ExitCodes.Refused, "not_now", boot.Person.Text.OfflineNotNow);
            return;
        }

        if (await boot.Person.ExchangeAsync(boot.Agent.AskOffline(), ct) is not { } answer)
        {
            return;
        }

        if (OfflineText.Read(answer, out var group) is not { } ticket)
        {
            boot.Stop(ExitCodes.TicketRefused, "ticket_mistyped", group is null ? boot.Person.Text.OfflineMistyped : CommandOutput.Format(boot.Person.Text.OfflineGroup, group));
            return;
        }

        if (await boot.TryAsync(() => Answer(ticket), ct))
        {
            boot.Note("released");
            boot.Person.Say(boot.Person.Text.SignedOut);
        }
    }

    private Task Answer(byte[] ticket)
    {
        boot.Agent.AnswerOffline(ticket);
        return Task.CompletedTask;
    }
}

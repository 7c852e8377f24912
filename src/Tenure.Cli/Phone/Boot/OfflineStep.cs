using System.Buffers.Text;
using Tenure.Protocols.Offline;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The phone is let go without a network: its question leaves as a picture, a file or a text, and the ticket comes back the same way.</summary>
internal sealed class OfflineStep(BootSession boot)
{
    // A ticket with its certificate has some 600 bytes.
    private const int LongestAnswer = 16 * 1024;

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

        if (Read(answer.Trim(), out var problem) is not { } ticket)
        {
            boot.Stop(ExitCodes.TicketRefused, "ticket_mistyped", problem);
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

    // As the server gives it and pictures carry it, or in groups as people type it.
    private byte[]? Read(string answer, out string problem)
    {
        problem = boot.Person.Text.OfflineMistyped;
        if (answer.Length > LongestAnswer)
        {
            return null;
        }

        if (CheckedGroups.Read(answer, out var typed) is not { } group)
        {
            return typed;
        }

        if (!answer.Contains(' ', StringComparison.Ordinal) && Base64Url.IsValid(answer))
        {
            return Base64Url.DecodeFromChars(answer);
        }

        problem = CommandOutput.Format(boot.Person.Text.OfflineGroup, group);
        return null;
    }
}

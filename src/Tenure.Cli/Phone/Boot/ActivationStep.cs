namespace Tenure.Cli.Phone.Boot;

/// <summary>The holder is shown and confirmed, the hold is stored, the receipt is sent.</summary>
internal sealed class ActivationStep(BootSession boot)
{
    /// <summary><c>null</c> when the phone is held and set up; else an exit code.</summary>
    public async Task<int?> RunAsync(string token, CancellationToken ct)
    {
        var activated = false;
        if (!await boot.TryAsync(async () => activated = await boot.Agent.ActivateAsync(token, boot.Person.ConfirmHolder, ct), ct))
        {
            return boot.LastFailure!.ExitCode;
        }

        if (!activated)
        {
            boot.Note("declined");
            return boot.Stop(ExitCodes.Wizard, "not_activated", boot.Person.Text.NotActivated);
        }

        boot.Note("activated");
        boot.Person.Say(CommandOutput.Format(boot.Person.Text.Activated, boot.Lock.MaskedHolder));
        await boot.DeliverOwedAsync(ct);
        return null;
    }
}

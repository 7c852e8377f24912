using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>First boot of a free phone: language → network → account → consents → done.</summary>
internal sealed class WizardScreen(BootSession boot)
{
    /// <summary><c>null</c> when the phone is set up; else the exit code of a person who stopped.</summary>
    public async Task<int?> RunAsync(CancellationToken ct)
    {
        boot.Person.ShowScreen(boot.Person.Text.Welcome);
        boot.ChooseLanguage();
        if (await new NetworkStep(boot).RunAsync(ct) is { } stopped)
        {
            return stopped == ExitCodes.ServerNotTrusted && boot.LastFailure is null
                ? boot.Stop(stopped, "server_not_confirmed", boot.Person.Text.ServerNotConfirmed)
                : stopped;
        }

        if (boot.Phone.IsEnded)
        {
            return null;
        }

        await boot.DeliverOwedAsync(ct);
        var ended = await new SetUpStep(boot).RunAsync(boot.Agent.MayOpen, ct);
        return boot.Lock.Screen == LockScreen.Wizard ? ended : null;
    }
}

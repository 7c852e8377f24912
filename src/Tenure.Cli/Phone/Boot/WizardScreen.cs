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
        if (await new AccountStep(boot).RunAsync(ct) is not { } token)
        {
            return boot.LastFailure?.ExitCode ?? ExitCodes.Wizard;
        }

        var consents = boot.Person.AskConsents();
        if (!consents.Terms)
        {
            return boot.Stop(ExitCodes.Wizard, "terms_needed", boot.Person.Text.TermsNeeded);
        }

        boot.Phone.UserData.Save(boot.Phone.UserData.Record with { Consents = consents.Optional });
        boot.Note("consented");
        var ended = await new ActivationStep(boot).RunAsync(token, ct);
        return boot.Lock.Screen == LockScreen.Wizard ? ended : null;
    }
}

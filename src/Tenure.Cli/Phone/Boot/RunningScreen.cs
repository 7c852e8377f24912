using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The running phone: state, account, sign out.</summary>
internal sealed class RunningScreen(BootSession boot)
{
    private bool signedOut;
    private bool signOutFailed;

    private IPerson Person => boot.Person;

    /// <summary><c>null</c> when another screen is due; else an exit code.</summary>
    public async Task<int?> RunAsync(CancellationToken ct)
    {
        Person.ShowScreen(Person.Text.RunningTitle, boot.Lock.MaskedHolder);
        if (!await new ContactStep(boot).RunAsync(ct, quietly: true))
        {
            // A phone that cannot reach its server runs on, and one that is refused there says why.
            Person.Say(boot.LastFailure is { ExitCode: not ExitCodes.NoNetwork } refused ? refused.Failure.Message : Person.Text.Offline);
        }

        while (boot.Lock.Screen == LockScreen.Running)
        {
            switch (Person.ChooseWhileRunning())
            {
                case RunningChoice.Status:
                    Person.ShowReport(PhoneReport.Of(boot.Phone.Facts, boot.Phone));
                    break;
                case RunningChoice.Network:
                    await new ContactStep(boot).RunAsync(ct);
                    break;
                case RunningChoice.Language:
                    boot.ChooseLanguage();
                    break;
                case RunningChoice.SignOutKeep:
                    await SignOutAsync(erase: false, ct);
                    break;
                case RunningChoice.SignOutErase:
                    await SignOutAsync(erase: true, ct);
                    break;
                case RunningChoice.PowerOff:
                    return signOutFailed ? boot.LastFailure?.ExitCode ?? ExitCodes.Refused : ExitCodes.Done;
            }

            if (Person.IsScript && boot.Lock.Screen == LockScreen.Wizard && signedOut)
            {
                return ExitCodes.Done;
            }
        }

        return null;
    }

    private async Task SignOutAsync(bool erase, CancellationToken ct)
    {
        if (Person.AskPassword() is not { } password)
        {
            boot.Stop(ExitCodes.Refused, "password_needed", Person.Text.AskPassword);
            signOutFailed = true;
            return;
        }

        signedOut = await new ContactStep(boot).RunAsync(ct) && await SignOutWithAsync(password, erase, ct);
        signOutFailed = !signedOut;
        if (signedOut)
        {
            boot.Note("released");
            Person.Say(Person.Text.SignedOut);
            await boot.DeliverOwedAsync(ct);
        }
    }

    private async Task<bool> SignOutWithAsync(string password, bool erase, CancellationToken ct)
    {
        var line = boot.Connection!;
        string? token = null;
        if (!await boot.TryAsync(async () => token = await line.Session.TokenAsync(ct), ct))
        {
            return false;
        }

        if (token is not null)
        {
            var released = await boot.TryAsync(() => boot.Agent.SignOutAsync(token, password, erase, ct), ct, quietly: true);
            if (released || boot.LastFailure is not { Failure.Code: "not_signed_in" })
            {
                return released || Complain();
            }
        }

        // The session was ended elsewhere; the password that was just typed begins a new one.
        return (boot.Phone.UserData.Record.Identifier ?? Person.AskIdentifier(null)) is { } identifier
            && await new AccountStep(boot).SignInWithAsync(identifier, password, ct) is { } fresh
            && await boot.TryAsync(() => boot.Agent.SignOutAsync(fresh, password, erase, ct), ct);
    }

    private bool Complain()
    {
        Person.Complain(boot.LastFailure!.Failure.Message);
        return false;
    }
}

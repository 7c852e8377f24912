using Tenure.Device.Agent;
using Tenure.Device.Block;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The lock screen: whose phone it is, and the few things that work.</summary>
internal sealed class LockedScreen(BootSession boot)
{
    private LostScreenText? shown;

    private IPerson Person => boot.Person;

    /// <summary><c>null</c> when another screen is due; else an exit code.</summary>
    public async Task<int?> RunAsync(CancellationToken ct)
    {
        var screen = boot.Lock.Screen;
        Show(screen);

        // Nobody has to press anything for an order to arrive: whoever found or stole the phone would not.
        await ContactAsync(quietly: false, ct);
        while (boot.Lock.Screen == screen)
        {
            if (boot.Lock.LostText != shown)
            {
                Show(screen);
            }

            switch (await Person.ChooseAtLockAsync(boot.LookAgain, ct))
            {
                case null:
                    await ContactAsync(quietly: true, ct);
                    break;
                case LockChoice.Language:
                    boot.ChooseLanguage();
                    break;
                case LockChoice.Network:
                    await new ContactStep(boot).RunAsync(ct);
                    break;
                case LockChoice.EmergencyCall:
                    Person.Say(Person.Text.EmergencyNumber);
                    break;
                case LockChoice.HolderSignIn:
                    await SignInAsync(account => account.SignInAsync(null, ct), ct);
                    break;
                case LockChoice.ForgotPassword:
                    await SignInAsync(account => account.ResetAsync(ct), ct);
                    break;
                case LockChoice.Status:
                    await new StatusStep(boot).RunAsync(ct);
                    break;
                case LockChoice.OfflineRelease:
                    await new OfflineStep(boot).RunAsync(ct);
                    break;
                case LockChoice.Recover:
                    await new CaseStep(boot).RunAsync(forAccount: true, ct);
                    break;
                case LockChoice.AskRelease:
                    await new CaseStep(boot).RunAsync(forAccount: false, ct);
                    break;
                case LockChoice.ReleaseCode:
                    await BreakSealAsync(ct);
                    break;
                case LockChoice.PowerOff:
                    return ExitCode(screen);
            }
        }

        return null;
    }

    private async Task BreakSealAsync(CancellationToken ct)
    {
        if (Person.AskReleaseCode() is { } code && await new ContactStep(boot).RunAsync(ct) && await boot.TryAsync(() => boot.Agent.BreakSealAsync(code, ct), ct))
        {
            boot.Note("released");
            Person.Say(Person.Text.SignedOut);
        }
    }

    // Without a pin there is nobody to ask before somebody says where.
    private async Task ContactAsync(bool quietly, CancellationToken ct)
    {
        if (boot.Phone.Server is not null)
        {
            await new ContactStep(boot).RunAsync(ct, quietly);
        }
    }

    private void Show(LockScreen screen)
    {
        shown = boot.Lock.LostText;
        Person.ShowScreen(screen == LockScreen.Lost ? Person.Text.LostTitle : Person.Text.LockedTitle, Reason(screen));
        if (boot.Lock.LostText is { } lost)
        {
            Tell(Person.Text.LostMessage, lost.Message);
            Tell(Person.Text.LostContact, lost.Contact);
        }
    }

    private void Tell(string label, string? words)
    {
        if (words is not null)
        {
            Person.Say($"{label}: {words}");
        }
    }

    private string Reason(LockScreen screen) => screen switch
    {
        LockScreen.Lost => CommandOutput.Format(Person.Text.LostBy, boot.Lock.MaskedHolder),
        LockScreen.Locked => CommandOutput.Format(Person.Text.LockedTo, boot.Lock.MaskedHolder),
        LockScreen.ServerLost when boot.Phone.Block.Content is null => Person.Text.ServerLostForGood,
        LockScreen.ServerLost => Person.Text.ServerLost,
        _ => Person.Text.LockedUntilSync,
    };

    // Without a network a locked phone is simply locked.
    private int ExitCode(LockScreen screen) => boot.LastFailure is { ExitCode: not ExitCodes.NoNetwork } failure
        ? failure.ExitCode
        : screen is LockScreen.Locked or LockScreen.Lost ? ExitCodes.Locked : ExitCodes.LockedUntilSync;

    private async Task SignInAsync(Func<AccountStep, Task<string?>> signIn, CancellationToken ct)
    {
        // Nothing can be signed into without the server; without a block that can be trusted there is nothing to hold on to, and a lost phone opens for nobody.
        if (!await new ContactStep(boot).RunAsync(ct) || boot.Lock.Screen != LockScreen.Locked)
        {
            return;
        }

        if (await signIn(new AccountStep(boot)) is { } token)
        {
            await new ActivationStep(boot).RunAsync(token, ct);
        }
    }
}

using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Shows the screen that the lock demands, again and again, until the phone is switched off.</summary>
/// <param name="boot">This boot.</param>
/// <param name="untilOpen">End as soon as the device is open: the system behind the screen takes over.</param>
internal sealed class BootFlow(BootSession boot, bool untilOpen = false)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (boot.Phone.SeenLog.Unexplained is not null)
        {
            boot.Person.Complain(boot.Person.Text.LogForked);
        }

        while (true)
        {
            if (await ScreenAsync(ct) is { } exitCode)
            {
                return exitCode;
            }
        }
    }

    private Task<int?> ScreenAsync(CancellationToken ct) => boot.Lock.Screen switch
    {
        LockScreen.Wizard => new WizardScreen(boot).RunAsync(ct),
        LockScreen.Running or LockScreen.Open when untilOpen => OpenAsync(ct),
        LockScreen.Running or LockScreen.Open => new RunningScreen(boot).RunAsync(ct),
        LockScreen.Locked or LockScreen.Lost or LockScreen.LockedUntilSync or LockScreen.ServerLost => new LockedScreen(boot).RunAsync(ct),
        LockScreen.ReleasePending => Task.FromResult(CompleteRelease()),
        LockScreen.ErasePending => Task.FromResult(CompleteErase()),
        LockScreen.Ended => Task.FromResult<int?>(ShowEnd()),
    };

    // What the holder ordered meanwhile comes first; without a network an open device stays open.
    private async Task<int?> OpenAsync(CancellationToken ct)
    {
        await new ContactStep(boot).RunAsync(ct, quietly: true);
        return boot.Lock.Screen is LockScreen.Running or LockScreen.Open ? ExitCodes.Done : null;
    }

    // It runs for whoever has it, and asks no server for anything.
    private int ShowEnd()
    {
        boot.Person.ShowScreen(boot.Person.Text.EndedTitle, boot.Person.Text.EndedText);
        return ExitCodes.Done;
    }

    private int? CompleteErase()
    {
        boot.Lock.CompleteErase();
        boot.Note("erase_completed");
        boot.Person.Say(boot.Person.Text.EraseCompleted);
        return null;
    }

    private int? CompleteRelease()
    {
        boot.Lock.CompleteRelease();
        boot.Note("release_completed");
        boot.Person.Say(boot.Person.Text.ReleaseCompleted);
        return null;
    }
}

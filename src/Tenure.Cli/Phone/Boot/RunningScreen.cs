using System.Globalization;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The running phone: state, account, sign out; without an account, adding one.</summary>
internal sealed class RunningScreen(BootSession boot)
{
    private static readonly RunningChoice[] WithoutAccount = [RunningChoice.Status, RunningChoice.Network, RunningChoice.Language, RunningChoice.AddAccount, RunningChoice.PowerOff];
    private static readonly RunningChoice[] Held = [.. Enum.GetValues<RunningChoice>().Where(choice => choice != RunningChoice.AddAccount)];

    private bool signedOut;
    private bool failed;
    // The restore by a workshop that was on the screen since the phone was switched on.
    private string? shown;

    private IPerson Person => boot.Person;

    /// <summary><c>null</c> when another screen is due; else an exit code.</summary>
    public async Task<int?> RunAsync(CancellationToken ct)
    {
        var screen = boot.Lock.Screen;
        var isOpen = screen == LockScreen.Open;
        Person.ShowScreen(Person.Text.RunningTitle, isOpen ? Person.Text.StateOpen : boot.Lock.MaskedHolder);
        if (!await ContactAsync(ct, quietly: true))
        {
            // A phone that cannot reach its server runs on, and one that is refused there says why.
            Person.Say(boot.LastFailure is { ExitCode: not ExitCodes.NoNetwork } refused ? refused.Failure.Message : Person.Text.Offline);
        }

        if (boot.Lock.Screen == screen && !await UnlockAsync(ct))
        {
            return boot.Stop(ExitCodes.Locked, "screen_locked", Text.ScreenLocked);
        }

        await new CaseStep(boot).ListAsync(ct);
        while (boot.Lock.Screen == screen)
        {
            switch (Person.ChooseWhileRunning(isOpen ? WithoutAccount : Held))
            {
                case RunningChoice.Status:
                    await new StatusStep(boot).RunAsync(ct);
                    break;
                case RunningChoice.Network:
                    await ContactAsync(ct);
                    break;
                case RunningChoice.Language:
                    boot.ChooseLanguage();
                    break;
                case RunningChoice.AddAccount:
                    await AddAccountAsync(ct);
                    break;
                case RunningChoice.SignOutKeep:
                    await SignOutAsync(erase: false, ct);
                    break;
                case RunningChoice.SignOutErase:
                    await SignOutAsync(erase: true, ct);
                    break;
                case RunningChoice.Reset:
                    await ResetAsync(ct);
                    break;
                case RunningChoice.EraseCode:
                    await SetEraseCodeAsync(ct);
                    break;
                case RunningChoice.CancelErase:
                    await CancelEraseAsync(ct);
                    break;
                case RunningChoice.ScreenLock:
                    SetScreenLock();
                    break;
                case RunningChoice.Cases:
                    failed = !await new CaseStep(boot).ObjectAsync(ct);
                    break;
                case RunningChoice.Recover:
                    failed = !await new CaseStep(boot).RunAsync(forAccount: true, ct);
                    break;
                case RunningChoice.PowerOff:
                    return failed ? boot.LastFailure?.ExitCode ?? ExitCodes.Refused : ExitCodes.Done;
            }

            if (Person.IsScript && boot.Lock.Screen == LockScreen.Wizard && signedOut)
            {
                return ExitCodes.Done;
            }
        }

        return null;
    }

    private CaseText Text => CaseText.Languages.Find(Person.Text.Tag)!;

    // What the server had to say was heard before; whoever holds the phone sees nothing of it.
    private async Task<bool> UnlockAsync(CancellationToken ct)
    {
        var screen = boot.Agent.Screen;
        while (screen.IsClosed)
        {
            if (Person.AskScreenCode() is not { } code)
            {
                return false;
            }

            // The phone stays on: switched off, the whole time would run again.
            if (screen.Wait is { Ticks: > 0 } wait)
            {
                await boot.SlowDownAsync(wait, ct);
            }

            if (!screen.Open(code))
            {
                Person.Complain(Text.ScreenCodeWrong);
                if (Person.IsScript)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void SetScreenLock()
    {
        // An empty code takes it away: that is an answer, too.
        var code = Person.AskNewScreenCode() is { Length: > 0 } typed ? typed : null;
        failed = !boot.Agent.Screen.Set(code);
        if (failed)
        {
            boot.Stop(ExitCodes.Refused, "screen_code_malformed", Text.ScreenCodeLength);
            return;
        }

        if (code is null)
        {
            boot.Note("screen_lock_removed");
            Person.Say(Text.ScreenLockRemoved);
        }
        else
        {
            boot.Note("screen_lock_set");
            Person.Say(Text.ScreenLockSet);
        }
    }

    private async Task<bool> ContactAsync(CancellationToken ct, bool quietly = false)
    {
        var isMet = await new ContactStep(boot).RunAsync(ct, quietly);
        if (isMet)
        {
            ShowRestore();
        }

        return isMet;
    }

    // Also for whoever has no mail at hand: the phone may have been where it arrived.
    private void ShowRestore()
    {
        if (boot.Agent.Restored is { } by && by.Id != shown)
        {
            shown = by.Id;
            boot.Note("restored_by_workshop");
            Person.Say(CommandOutput.Format(Person.Text.RestoredBy, by.Workshop, by.At.ToLocalTime().ToString("g", CultureInfo.GetCultureInfo(Person.Text.Tag))));
        }
    }

    private async Task AddAccountAsync(CancellationToken ct) =>
        failed = !await new ContactStep(boot).RunAsync(ct) || boot.Lock.Screen != LockScreen.Open || await new SetUpStep(boot).RunAsync(mayOpen: false, ct) is not null;

    private async Task SignOutAsync(bool erase, CancellationToken ct)
    {
        signedOut = await WithPasswordAsync((token, password) => boot.Agent.SignOutAsync(token, password, erase, ct), ct);
        if (signedOut)
        {
            boot.Note("released");
            Person.Say(Person.Text.SignedOut);
            await boot.DeliverOwedAsync(ct);
        }
    }

    private async Task ResetAsync(CancellationToken ct)
    {
        if (await WithPasswordAsync((token, password) => boot.Agent.ResetAsync(token, password, ct), ct))
        {
            boot.Note("reset");
            Person.Say(Person.Text.ResetDone);
            await boot.DeliverOwedAsync(ct);
        }
    }

    private async Task SetEraseCodeAsync(CancellationToken ct)
    {
        // An empty code takes it away: that is an answer, too.
        var code = Person.AskEraseCode() is { Length: > 0 } typed ? typed : null;
        if (!await WithPasswordAsync((token, password) => boot.Agent.SetEraseCodeAsync(token, password, code, ct), ct))
        {
            return;
        }

        if (code is null)
        {
            boot.Note("erase_code_removed");
            Person.Say(Person.Text.EraseCodeRemoved);
        }
        else
        {
            boot.Note("erase_code_set");
            Person.Say(Person.Text.EraseCodeSet);
        }
    }

    private async Task CancelEraseAsync(CancellationToken ct)
    {
        if (await WithPasswordAsync((token, password) => boot.Agent.CancelEraseAsync(token, password, ct), ct))
        {
            boot.Note("erase_cancelled");
            Person.Say(Person.Text.EraseCancelled);
        }
    }

    // What the holder does in the settings: the password once more, in the session on this phone, or in a new one where that was ended elsewhere.
    private async Task<bool> WithPasswordAsync(Func<string, string, Task> act, CancellationToken ct)
    {
        if (Person.AskPassword() is not { } password)
        {
            boot.Stop(ExitCodes.Refused, "password_needed", Person.Text.AskPassword);
            failed = true;
            return false;
        }

        var done = await ContactAsync(ct) && boot.Lock.Screen == LockScreen.Running && await ActAsync(password, act, ct);
        failed = !done;
        if (done)
        {
            // Its holder has had it on the screen, and nobody else: the phone ran at the workshop, too.
            boot.Agent.MarkRestoreSeen();
        }

        return done;
    }

    private async Task<bool> ActAsync(string password, Func<string, string, Task> act, CancellationToken ct)
    {
        var line = boot.Connection!;
        string? token = null;
        if (!await boot.TryAsync(async () => token = await line.Session.TokenAsync(ct), ct))
        {
            return false;
        }

        if (token is not null)
        {
            var done = await boot.TryAsync(() => act(token, password), ct, quietly: true);
            if (done || boot.LastFailure is not { Failure.Code: "not_signed_in" })
            {
                return done || Complain();
            }
        }

        // The session was ended elsewhere; the password that was just typed begins a new one.
        return (boot.Phone.UserData.Record.Identifier ?? Person.AskIdentifier(null)) is { } identifier
            && await new AccountStep(boot).SignInWithAsync(identifier, password, ct) is { } fresh
            && await boot.TryAsync(() => act(fresh, password), ct);
    }

    private bool Complain()
    {
        Person.Complain(boot.LastFailure!.Failure.Message);
        return false;
    }
}

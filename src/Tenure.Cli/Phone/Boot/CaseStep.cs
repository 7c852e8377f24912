using System.Globalization;
using Tenure.Cli.Phone.Texts;
using Tenure.Client.Cases;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Cases at the phone: somebody asks for an account or for this phone, sees how that stands, or objects to what others ask.</summary>
internal sealed class CaseStep(BootSession boot)
{
    private IPerson Person => boot.Person;

    private CaseText Text => CaseText.Languages.Find(Person.Text.Tag)!;

    private KeptCase? Kept
    {
        get => boot.Phone.UserData.Record.Case;
        set => boot.Phone.UserData.Save(boot.Phone.UserData.Record with { Case = value });
    }

    /// <summary>Opens a case, or goes on with the one that was opened on this phone, and shows how it stands.</summary>
    /// <param name="forAccount">Whether an account is asked for; else this phone.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>Whether it could be shown.</returns>
    public async Task<bool> RunAsync(bool forAccount, CancellationToken ct)
    {
        var kind = forAccount ? "recovery" : "release";
        if (!await new ContactStep(boot).RunAsync(ct) || (Kept?.Kind != kind && !await OpenAsync(forAccount, ct)))
        {
            return false;
        }

        if (!await LookAsync(ct))
        {
            // Its data are gone: another one may be opened.
            Kept = boot.LastFailure?.Failure.Code == "case_unknown" ? null : Kept;
            return false;
        }

        // What was granted is taken by the link in the letter: whoever has the phone a week later is somebody else, perhaps.
        var isDone = boot.Case!.State != "draft" || await HandInAsync(forAccount, ct);
        Show(boot.Case);
        if (boot.Case.State is "granted" or "refused" or "contested" or "withdrawn" or "expired" or "settled")
        {
            Kept = null;
        }

        return isDone;
    }

    /// <summary>What others ask for, on a phone whose screen lock was opened.</summary>
    public async Task<bool> ListAsync(CancellationToken ct)
    {
        if (!boot.Agent.Screen.IsOpen || boot.Connection is null || !await boot.TryAsync(async () => boot.Cases = await boot.Agent.GetCasesAsync(ct), ct, quietly: true))
        {
            return false;
        }

        foreach (var one in boot.Cases!)
        {
            Person.Complain(CommandOutput.Format(one.Device is null ? Text.AskedRecovery : Text.AskedRelease, one.Number, one.DueAt is { } due ? Moment(due) : "", one.Device));
        }

        return true;
    }

    /// <summary>Objects to one of them.</summary>
    public async Task<bool> ObjectAsync(CancellationToken ct)
    {
        if (!boot.Agent.Screen.IsOpen)
        {
            boot.Stop(ExitCodes.Refused, "screen_locked", Text.ScreenLocked);
            return false;
        }

        if (!await new ContactStep(boot).RunAsync(ct) || !await ListAsync(ct))
        {
            return false;
        }

        if (boot.Cases!.Count == 0)
        {
            Person.Say(Text.NoCases);
        }

        if (Person.ChooseCase(boot.Cases) is not { } number)
        {
            return true;
        }

        if (!await boot.TryAsync(() => boot.Agent.ObjectAsync(number, ct), ct))
        {
            return false;
        }

        boot.Note("case_contested");
        Person.Say(CommandOutput.Format(Text.Objected, number));
        return await boot.TryAsync(async () => boot.Cases = await boot.Agent.GetCasesAsync(ct), ct, quietly: true);
    }

    private async Task<bool> OpenAsync(bool forAccount, CancellationToken ct)
    {
        string? identifier = null;
        if (Person.AskContact() is not { } contact || (forAccount && (identifier = Person.AskIdentifier(boot.Phone.UserData.Record.Identifier)) is null))
        {
            return false;
        }

        if (!await boot.TryAsync(() => boot.Agent.OpenCaseAsync(identifier, contact, Person.Text.Tag, ct), ct))
        {
            return false;
        }

        boot.Note("case_opened");
        Person.Say(CommandOutput.Format(Text.CodeSent, contact));
        return true;
    }

    private async Task<bool> HandInAsync(bool forAccount, CancellationToken ct)
    {
        var (number, secret) = (Kept!.Number, Kept.Secret);
        var line = boot.Connection!.Device;
        while (boot.Case!.Missing.Contains("contact"))
        {
            if (Person.AskCode() is not { } code)
            {
                if (Person.IsScript && boot.LastFailure is null)
                {
                    boot.Stop(ExitCodes.CodeNeeded, "code_needed", Person.Text.CodeNeeded);
                }

                return false;
            }

            if (!await boot.TryAsync(() => line.ProveCaseContactAsync(number, secret, new ProveCaseContact(code), ct), ct))
            {
                if (Person.IsScript)
                {
                    return false;
                }
            }
            else if (!await LookAsync(ct))
            {
                return false;
            }
        }

        // Who has another phone in hand has a case all the same.
        if (forAccount && await boot.TryAsync(() => boot.Agent.ProveForCaseAsync(Kept, ct), ct, quietly: true))
        {
            boot.Note("case_signed");
        }

        if (!await boot.TryAsync(() => line.SubmitCaseAsync(number, secret, ct), ct))
        {
            return false;
        }

        boot.Note("case_submitted");
        return await LookAsync(ct);
    }

    private Task<bool> LookAsync(CancellationToken ct) => boot.TryAsync(async () => boot.Case = await boot.Connection!.Device.GetCaseAsync(Kept!.Number, Kept.Secret, ct), ct);

    private void Show(CaseStatus one)
    {
        Person.Say(CommandOutput.Format(Text.Shown, one.Number, Text.States.GetValueOrDefault(one.State, one.State)));
        if (one.LetGoUntil is { } until)
        {
            Person.Say(CommandOutput.Format(Text.LetGo, Moment(until)));
        }
        else if (one.Earliest is { } earliest)
        {
            Person.Say(CommandOutput.Format(Text.Earliest, Moment(earliest)));
        }
        else if (one is { State: "draft", SubmitFrom: { } from })
        {
            Person.Say(CommandOutput.Format(Text.SubmitFrom, Moment(from)));
        }
    }

    private string Moment(DateTimeOffset at) => at.ToLocalTime().ToString("g", CultureInfo.GetCultureInfo(Person.Text.Tag));
}

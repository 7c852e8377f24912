using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Account;
using Tenure.Cli.Flash;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Computer;

/// <summary><c>tenure computer</c>: binds this computer to the account that is signed in, so that it may flash its devices.</summary>
internal static class ComputerCommands
{
    private const string Purpose = "computerBind";

    public static Command Create(CommandStreams streams)
    {
        var text = ComputerText.Languages.OfTerminal;
        return new Command("computer", text.HelpComputer) { Status(streams, text), Bind(streams, text), Unbind(streams, text) };
    }

    private static Command Status(CommandStreams streams, ComputerText text)
    {
        var json = JsonOption.Create();
        var command = new Command("status", text.HelpStatus) { Language(), json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client => await TellAsync(client, output, text, await client.GetThisComputerAsync(ct), ct), ct);
        });
        return command;
    }

    private static Command Bind(CommandStreams streams, ComputerText text)
    {
        var workshop = Workshop(text);
        var name = new Option<string>("--name") { Description = text.HelpName, DefaultValueFactory = _ => Environment.MachineName };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = text.HelpPasswordStdin };
        var code = new Option<string?>("--code") { Description = text.HelpCode };
        var transaction = new Option<string?>("--transaction") { Description = text.HelpTransaction };
        var json = JsonOption.Create();
        var command = new Command("bind", text.HelpBind) { name, workshop, passwordStdin, code, transaction, Language(), json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client =>
            {
                var known = await client.GetThisComputerAsync(ct);
                var forWorkshop = parsed.GetValue(workshop);
                if (forWorkshop is null ? known.State == "bound" : known.Workshops?.Any(w => string.Equals(w.Workshop, forWorkshop, StringComparison.OrdinalIgnoreCase) && w.State != "notBound") == true)
                {
                    return await TellAsync(client, output, text, known, ct);
                }

                var (password, typed, sent) = await new AskedProofs(client, streams, output) { Code = parsed.GetValue(code), Transaction = parsed.GetValue(transaction), PasswordStdin = parsed.GetValue(passwordStdin) }.BothAsync(Purpose, ct);
                await (forWorkshop is null
                    ? client.BindComputerAsync(new BindComputer(parsed.GetRequiredValue(name), password, typed, sent), ct)
                    : (Task)client.BindWorkshopComputerAsync(new BindWorkshopComputer(forWorkshop, parsed.GetRequiredValue(name), password, typed, sent), ct));
                return await TellAsync(client, output, text, await client.GetThisComputerAsync(ct), ct);
            }, ct, makes: true);
        });
        return command;
    }

    private static Command Unbind(CommandStreams streams, ComputerText text)
    {
        var workshop = Workshop(text);
        var json = JsonOption.Create();
        var command = new Command("unbind", text.HelpUnbind) { workshop, Language(), json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client =>
            {
                var known = await client.GetThisComputerAsync(ct);
                if (parsed.GetValue(workshop) is { } of)
                {
                    await client.RemoveWorkshopComputerAsync(new RemoveWorkshopComputer(of, known.Id), ct);
                    return await TellAsync(client, output, text, await client.GetThisComputerAsync(ct), ct);
                }

                // There is one key for the account and for workshops: without it no member could work with this computer any more, and it would still be on their lists.
                if ((known.Workshops ?? []).Where(w => w.State != "notBound").Select(w => w.Workshop).ToList() is [var first, ..] left)
                {
                    return output.Fail(ExitCodes.Usage, "workshop_bound", CommandOutput.Format(text.WorkshopsFirst, string.Join(", ", left), first));
                }

                if (known.Computer is not null)
                {
                    await client.RemoveComputerAsync(known.Id, ct);
                }

                await ComputerKeys.DeleteAsync(streams, ct);
                return output.Tell(new { removed = known.Computer is not null, id = known.Id }, known.Computer is null ? text.NotBound : text.Unbound);
            }, ct);
        });
        return command;
    }

    private static async Task<int> WithKeyAsync(CommandStreams streams, CommandOutput output, Func<TenureClient, Task<int>> run, CancellationToken ct, bool makes = false)
    {
        try
        {
            return await AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
            {
                using var key = await (makes ? ComputerKeys.ReadOrMakeAsync(streams, ct) : ComputerKeys.ReadOrNoneAsync(streams, ct));
                client.Computer = key;
                await KeptReceipts.BringAsync(streams, client, ct);
                try
                {
                    return await run(client);
                }
                catch (CodeNeededException sent)
                {
                    return output.Fail(ExitCodes.CodeNeeded, "code_needed", sent.Message, sent.Transaction);
                }
            }, ct);
        }
        catch (KeyStoreLockedException)
        {
            return output.Fail(ExitCodes.Failed, "key_store_locked", ComputerText.Languages.OfTerminal.KeyStoreLocked);
        }
    }

    private static Option<string?> Language() => LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage);

    private static Option<string?> Workshop(ComputerText text) => new("--workshop") { Description = text.HelpWorkshop };

    // A bound computer with the devices that it is for.
    private static async Task<int> TellAsync(TenureClient client, CommandOutput output, ComputerText text, ThisComputer known, CancellationToken ct)
    {
        var devices = known.State == "bound" ? await client.GetDevicesAsync(ct) : null;
        var words = (known.Workshops ?? []).Select(w => WordsOf(text, w)).Prepend(WordsOf(text, known, devices));
        return output.Tell(
            new { known.State, known.Id, known.Computer, known.MayBind, known.Workshops, known.RemovedAt, devices = devices?.Select(device => new { device.Id, device.Model, device.Name }) },
            string.Join(Environment.NewLine, words));
    }

    private static string WordsOf(ComputerText text, WorkshopBinding known) => known.State switch
    {
        "bound" => CommandOutput.Format(text.WorkshopBound, known.Workshop),
        "waiting" => CommandOutput.Format(text.WorkshopWaiting, known.Workshop, Time(known.AppliedAt!.Value), Time(known.BoundAt!.Value)),
        _ => CommandOutput.Format(text.WorkshopNotBound, known.Workshop),
    };

    private static string WordsOf(ComputerText text, ThisComputer known, IReadOnlyList<HeldDevice>? devices) => known.State switch
    {
        "bound" => CommandOutput.Format(text.Bound, known.Computer!.Name, Time(known.Computer.BoundAt)) + " "
            + (devices is { Count: > 0 } ? CommandOutput.Format(text.Authorised, string.Join(", ", devices.Select(device => $"{device.Name ?? device.Model} ({device.Id})"))) : text.NoDevices),
        "waiting" => CommandOutput.Format(text.Waiting, known.Computer!.Name, Time(known.Computer.BoundAt), Time(known.Computer.AppliedAt)),
        _ when !known.MayBind => text.OtherSession,
        _ => known.RemovedAt is { } at ? CommandOutput.Format(text.Removed, Time(at)) : text.NotBound,
    };

    private static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);
}

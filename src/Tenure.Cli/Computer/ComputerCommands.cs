using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Account;
using Tenure.Cli.Flash;
using Tenure.Client;
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
            return WithKeyAsync(streams, output, async client => Tell(output, text, await client.GetThisComputerAsync(ct)), ct);
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
                    return Tell(output, text, known);
                }

                var (password, typed, sent) = await new AskedProofs(client, streams, output) { Code = parsed.GetValue(code), Transaction = parsed.GetValue(transaction), PasswordStdin = parsed.GetValue(passwordStdin) }.BothAsync(Purpose, ct);
                await (forWorkshop is null
                    ? client.BindComputerAsync(new BindComputer(parsed.GetRequiredValue(name), password, typed, sent), ct)
                    : (Task)client.BindWorkshopComputerAsync(new BindWorkshopComputer(forWorkshop, parsed.GetRequiredValue(name), password, typed, sent), ct));
                return Tell(output, text, await client.GetThisComputerAsync(ct));
            }, ct);
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
                    return Tell(output, text, await client.GetThisComputerAsync(ct));
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

    private static async Task<int> WithKeyAsync(CommandStreams streams, CommandOutput output, Func<TenureClient, Task<int>> run, CancellationToken ct)
    {
        try
        {
            return await AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
            {
                using var key = await ComputerKeys.ReadOrMakeAsync(streams, ct);
                client.Computer = key;
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

    private static int Tell(CommandOutput output, ComputerText text, ThisComputer known) => output.Tell(known, string.Join(Environment.NewLine, [WordsOf(text, known), .. (known.Workshops ?? []).Select(w => WordsOf(text, w))]));

    private static string WordsOf(ComputerText text, WorkshopBinding known) => known.State switch
    {
        "bound" => CommandOutput.Format(text.WorkshopBound, known.Workshop),
        "waiting" => CommandOutput.Format(text.WorkshopWaiting, known.Workshop, Time(known.AppliedAt!.Value), Time(known.BoundAt!.Value)),
        _ => CommandOutput.Format(text.WorkshopNotBound, known.Workshop),
    };

    private static string WordsOf(ComputerText text, ThisComputer known) => known.State switch
    {
        "bound" => CommandOutput.Format(text.Bound, known.Computer!.Name, Time(known.Computer.BoundAt)),
        "waiting" => CommandOutput.Format(text.Waiting, known.Computer!.Name, Time(known.Computer.BoundAt)),
        _ => known.MayBind ? text.NotBound : text.OtherSession,
    };

    private static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);
}

using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tenure.Cli.Account;
using Tenure.Client;
using Tenure.Client.Accounts;
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
        var command = new Command("status", text.HelpStatus) { json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client => Tell(output, text, await client.GetThisComputerAsync(ct)), ct);
        });
        return command;
    }

    private static Command Bind(CommandStreams streams, ComputerText text)
    {
        var name = new Option<string>("--name") { Description = text.HelpName, DefaultValueFactory = _ => Environment.MachineName };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = text.HelpPasswordStdin };
        var code = new Option<string?>("--code") { Description = text.HelpCode };
        var transaction = new Option<string?>("--transaction") { Description = text.HelpTransaction };
        var json = JsonOption.Create();
        var command = new Command("bind", text.HelpBind) { name, passwordStdin, code, transaction, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client =>
            {
                var known = await client.GetThisComputerAsync(ct);
                if (known.State == "bound")
                {
                    return Tell(output, text, known);
                }

                var (typed, sent) = (parsed.GetValue(code) ?? streams.Environment("TENURE_CODE"), parsed.GetValue(transaction));
                if (string.IsNullOrEmpty(typed))
                {
                    sent = (await client.SendProofCodeAsync(new SendProofCode(Purpose), ct)).Transaction;
                    if (!IsAsked(streams, output))
                    {
                        return output.Fail(ExitCodes.CodeNeeded, "code_needed", CommandOutput.Format(text.CodeSent, sent), sent);
                    }
                }

                var password = parsed.GetValue(passwordStdin) ? await streams.In.ReadLineAsync(ct) : streams.Environment("TENURE_PASSWORD");
                if (IsAsked(streams, output))
                {
                    password ??= Ask(output, text.AskPassword, isSecret: true);
                    typed = string.IsNullOrEmpty(typed) ? Ask(output, text.AskCode, isSecret: false) : typed;
                }

                await client.BindComputerAsync(new BindComputer(parsed.GetRequiredValue(name), password ?? "", typed ?? "", sent), ct);
                return Tell(output, text, await client.GetThisComputerAsync(ct));
            }, ct);
        });
        return command;
    }

    private static Command Unbind(CommandStreams streams, ComputerText text)
    {
        var json = JsonOption.Create();
        var command = new Command("unbind", text.HelpUnbind) { json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithKeyAsync(streams, output, async client =>
            {
                var known = await client.GetThisComputerAsync(ct);
                if (known.Computer is not null)
                {
                    await client.RemoveComputerAsync(known.Id, ct);
                }

                File.Delete(ComputerKeyFile.Of(streams));
                return output.Tell(new { removed = known.Computer is not null, id = known.Id }, known.Computer is null ? text.NotBound : text.Unbound);
            }, ct);
        });
        return command;
    }

    private static async Task<int> WithKeyAsync(CommandStreams streams, CommandOutput output, Func<TenureClient, Task<int>> run, CancellationToken ct) =>
        await AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
        {
            using var key = ComputerKeyFile.ReadOrMake(streams);
            client.Computer = key;
            return await run(client);
        }, ct);

    private static int Tell(CommandOutput output, ComputerText text, ThisComputer known) => output.Tell(known, known.State switch
    {
        "bound" => CommandOutput.Format(text.Bound, known.Computer!.Name, Time(known.Computer.BoundAt)),
        "waiting" => CommandOutput.Format(text.Waiting, known.Computer!.Name, Time(known.Computer.BoundAt)),
        _ => known.MayBind ? text.NotBound : text.OtherSession,
    });

    private static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);

    private static bool IsAsked(CommandStreams streams, CommandOutput output) => streams.IsTerminal && !output.IsJson;

    private static string Ask(CommandOutput output, string question, bool isSecret)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
        return output.Console.Prompt(isSecret ? prompt.Secret() : prompt);
    }
}

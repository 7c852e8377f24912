using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Tenure.Cli.Passwords;

/// <summary><c>tenure passwords import</c>: the server's own program makes the filter, because it is what reads it; here its reports become words.</summary>
internal sealed class ImportPasswords(CommandStreams streams, PasswordText text, CommandOutput output)
{
    private readonly ProgressLine progress = new(streams, text.Progress);

    public static Command Create(CommandStreams streams, PasswordText text)
    {
        var lists = new Argument<string[]>("list") { Description = text.HelpLists, Arity = ArgumentArity.OneOrMore };
        var file = new Option<string>("--out") { Description = text.HelpOut, Required = true };
        var atLeast = new Option<long>("--at-least") { Description = text.HelpAtLeast, DefaultValueFactory = _ => 1 };
        var json = JsonOption.Create();
        var command = new Command("import", text.HelpImport) { lists, file, atLeast, json };
        command.SetAction((parsed, ct) =>
        {
            string[] arguments = ["passwords", "import", .. parsed.GetValue(lists)!, "--out", parsed.GetValue(file)!, "--at-least", parsed.GetValue(atLeast).ToString(CultureInfo.InvariantCulture)];
            return new ImportPasswords(streams, text, new CommandOutput(streams, parsed.GetValue(json))).RunAsync(arguments, ct);
        });
        return command;
    }

    private Task<int> RunAsync(string[] arguments, CancellationToken ct) =>
        ServerProgram.RunAsync(streams, output, arguments, output.IsJson ? streams.Out.WriteLine : Tell, ct);

    private void Tell(string line)
    {
        if (progress.Take(line))
        {
            return;
        }

        using var report = JsonDocument.Parse(line);
        var said = report.RootElement;
        output.Say(CommandOutput.Format(text.Done, said.GetProperty("passwords").GetInt64(), said.GetProperty("file").GetString(), Megabytes(said.GetProperty("bytes").GetInt64())));
        if (said.GetProperty("skipped").GetInt64() is > 0 and var skipped)
        {
            output.Say(CommandOutput.Format(text.Skipped, skipped));
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}

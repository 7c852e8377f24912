using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tenure.Cli.Phone;

namespace Tenure.Cli.Passwords;

/// <summary><c>tenure passwords import</c>: the server's own program makes the filter, because it is what reads it; here its reports become words.</summary>
internal sealed class ImportPasswords(CommandStreams streams, PasswordText text, PhoneOutput output)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public static Command Create(CommandStreams streams, PasswordText text)
    {
        var lists = new Argument<string[]>("list") { Description = text.HelpLists, Arity = ArgumentArity.OneOrMore };
        var file = new Option<string>("--out") { Description = text.HelpOut, Required = true };
        var atLeast = new Option<long>("--at-least") { Description = text.HelpAtLeast, DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = text.HelpJson };
        var command = new Command("import", text.HelpImport) { lists, file, atLeast, json };
        command.SetAction((parsed, ct) =>
        {
            string[] arguments = ["passwords", "import", .. parsed.GetValue(lists)!, "--out", parsed.GetValue(file)!, "--at-least", parsed.GetValue(atLeast).ToString(CultureInfo.InvariantCulture)];
            return new ImportPasswords(streams, text, new PhoneOutput(streams, parsed.GetValue(json))).RunAsync(arguments, ct);
        });
        return command;
    }

    private async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        try
        {
            return await ServerProgram.RunAsync(streams, arguments, output.IsJson ? streams.Out.WriteLine : Tell, ct);
        }
        catch (FileNotFoundException missing)
        {
            return output.Fail(ExitCodes.Usage, "no_server_program", PhoneOutput.Format(text.NoServerProgram, missing.FileName));
        }
    }

    private void Tell(string line)
    {
        using var report = JsonDocument.Parse(line);
        var said = report.RootElement;
        if (said.TryGetProperty("of", out var total))
        {
            TellProgress(said.GetProperty("bytes").GetInt64(), total.GetInt64());
            return;
        }

        EndProgress();
        output.Say(PhoneOutput.Format(text.Done, said.GetProperty("passwords").GetInt64(), said.GetProperty("file").GetString(), Megabytes(said.GetProperty("bytes").GetInt64())));
        if (said.GetProperty("skipped").GetInt64() is > 0 and var skipped)
        {
            output.Say(PhoneOutput.Format(text.Skipped, skipped));
        }
    }

    // One line that is written over; a file or a pipe gets the end alone.
    private void TellProgress(long bytes, long total)
    {
        if (streams.IsTerminal && bytes > 0)
        {
            var left = watch.Elapsed * ((double)(total - bytes) / bytes);
            streams.Error.Write($"\r{PhoneOutput.Format(text.Progress, Megabytes(bytes), Megabytes(total), left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture))} ");
        }
    }

    private void EndProgress()
    {
        if (streams.IsTerminal)
        {
            streams.Error.WriteLine();
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}

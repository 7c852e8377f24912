using System.CommandLine;
using Tenure.Protocols;
using Tenure.Protocols.Log;

namespace Tenure.Cli.Audit;

/// <summary><c>tenure audit verify</c>: an exported file is checked here; the database is checked by the server's own program, which alone opens it.</summary>
internal static class VerifyLog
{
    public static Command Create(CommandStreams streams, AuditText text)
    {
        var file = new Argument<string?>("file") { Description = text.HelpFile, Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("verify", text.HelpVerify) { file, data, database, language, json };
        command.SetAction(async (parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            if (parsed.GetValue(file) is { } path)
            {
                return await VerifyFileAsync(path, output, parsed.GetValue(language) is { } tag ? AuditText.Languages.Find(tag)! : text, ct);
            }

            List<string> arguments = ["audit", "verify"];
            AddOption(arguments, "--data", parsed.GetValue(data));
            AddOption(arguments, "--database", parsed.GetValue(database));
            AddOption(arguments, "--language", parsed.GetValue(language));
            if (output.IsJson)
            {
                arguments.Add("--json");
            }

            return await ServerProgram.RunAsync(streams, output, arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }

    private static void AddOption(List<string> arguments, string name, string? value)
    {
        if (value is not null)
        {
            arguments.AddRange([name, value]);
        }
    }

    private static async Task<int> VerifyFileAsync(string path, CommandOutput output, AuditText text, CancellationToken ct)
    {
        var verification = new LogVerification();
        try
        {
            await using var stream = File.OpenRead(path);
            await foreach (var line in LogExport.ReadAsync(stream, ct))
            {
                if (verification.Add(line) is { } broken)
                {
                    return Broken(output, text, broken.Position, text.ReasonOf(broken.Reason), broken.Message);
                }
            }
        }
        catch (ProtocolException refused)
        {
            return Broken(output, text, verification.Count, text.NoLine, refused.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return output.Fail(ExitCodes.Usage, "no_file", CommandOutput.Format(text.NoFile, path), unreadable.Message);
        }

        return output.Tell(new { holds = true, entries = verification.Count }, CommandOutput.Format(text.Holds, verification.Count));
    }

    private static int Broken(CommandOutput output, AuditText text, long entry, string reason, string detail) =>
        output.Fail(ExitCodes.Failed, "log_broken", CommandOutput.Format(text.Broken, entry, reason), detail);
}

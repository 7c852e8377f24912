using System.CommandLine;
using System.Globalization;
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
        var fingerprint = new Option<string?>("--fingerprint") { Description = text.HelpFingerprint };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("verify", text.HelpVerify) { file, data, database, fingerprint, language, json };
        command.SetAction(async (parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            if (parsed.GetValue(file) is { } path)
            {
                return await VerifyFileAsync(path, parsed.GetValue(fingerprint), output, parsed.GetValue(language) is { } tag ? AuditText.Languages.Find(tag)! : text, ct);
            }

            if (parsed.GetValue(fingerprint) is not null)
            {
                return NoProof(output, text);
            }

            List<string> arguments = ["audit", "verify"];
            arguments.AddOption("--data", parsed.GetValue(data));
            arguments.AddOption("--database", parsed.GetValue(database));
            arguments.AddOption("--language", parsed.GetValue(language));
            if (output.IsJson)
            {
                arguments.Add("--json");
            }

            return await ServerProgram.RunAsync(streams, output, arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }

    private static async Task<int> VerifyFileAsync(string path, string? fingerprint, CommandOutput output, AuditText text, CancellationToken ct)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            if (await IsProofAsync(stream, ct))
            {
                return await VerifyProofAsync(stream, fingerprint, output, text, ct);
            }

            // Nobody signed an export: whoever asks for a root must not be told that it holds.
            return fingerprint is null ? await VerifyExportAsync(stream, output, text, ct) : NoProof(output, text);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return output.Fail(ExitCodes.Usage, "no_file", CommandOutput.Format(text.NoFile, path), unreadable.Message);
        }
    }

    private static async Task<bool> IsProofAsync(FileStream stream, CancellationToken ct)
    {
        var start = new byte[ProofFile.Start.Length];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        stream.Position = 0;
        return start.AsSpan(0, read).SequenceEqual(ProofFile.Start);
    }

    private static async Task<int> VerifyExportAsync(FileStream stream, CommandOutput output, AuditText text, CancellationToken ct)
    {
        var verification = new LogVerification();
        try
        {
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

        if (verification.Count == 0)
        {
            return output.Fail(ExitCodes.Failed, "log_empty", CommandOutput.Format(text.NoEntries, stream.Name));
        }

        return output.Tell(new { holds = true, entries = verification.Count }, CommandOutput.Format(text.Holds, verification.Count));
    }

    private static async Task<int> VerifyProofAsync(FileStream stream, string? fingerprint, CommandOutput output, AuditText text, CancellationToken ct)
    {
        var verification = new ProofVerification();
        try
        {
            await foreach (var line in ProofFile.ReadAsync(stream, ct))
            {
                if (verification.Add(line) is { } broken)
                {
                    return Broken(output, text, broken.Position, text.ReasonOf(broken.Reason), broken.Message);
                }
            }

            verification.End();
        }
        catch (ProtocolException refused)
        {
            return Broken(output, text, verification.Position, text.NoLine, refused.Message);
        }

        var (root, checkpoint) = (verification.Root!.Thumbprint.ToFingerprint(), verification.Checkpoint!);
        if (fingerprint is not null && !Same(fingerprint, root))
        {
            return output.Fail(ExitCodes.Failed, "other_root", CommandOutput.Format(text.OtherRoot, root));
        }

        return output.Tell(
            new { holds = true, entries = verification.Count, issuer = checkpoint.Issuer, size = checkpoint.Size, at = checkpoint.At, fingerprint = root, compared = fingerprint is not null },
            string.Join(Environment.NewLine, [
                CommandOutput.Format(text.ProofHolds, verification.Count, checkpoint.Issuer, checkpoint.Size, checkpoint.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
                CommandOutput.Format(fingerprint is null ? text.CompareRoot : text.RootCompared, root)]));
    }

    // Groups of four are for people: spaces and capitals say nothing.
    private static bool Same(string typed, string fingerprint) =>
        string.Equals(typed.Replace(" ", "", StringComparison.Ordinal), fingerprint.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static int NoProof(CommandOutput output, AuditText text) => output.Fail(ExitCodes.Failed, "no_proof", text.NoProof);

    private static int Broken(CommandOutput output, AuditText text, long entry, string reason, string detail) =>
        output.Fail(ExitCodes.Failed, "log_broken", CommandOutput.Format(text.Broken, entry, reason), detail);
}

using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Computer;
using Tenure.Cli.Flash;
using Tenure.Client;
using Tenure.Client.Accounts;

namespace Tenure.Cli.Account;

/// <summary><c>tenure export</c>: asks for everything about the account, waits until the archive is made, and saves it. Each of both takes two proofs of its own; a script comes back with the second code.</summary>
internal static class SaveExport
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create(CommandStreams streams, AccountText text)
    {
        var words = ComputerText.Languages.OfTerminal;
        var to = new Argument<FileInfo>("file") { Description = text.HelpExportFile };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = words.HelpPasswordStdin };
        var code = new Option<string?>("--code") { Description = words.HelpCode };
        var transaction = new Option<string?>("--transaction") { Description = words.HelpTransaction };
        var json = JsonOption.Create();
        var command = new Command("export", text.HelpExport) { to, passwordStdin, code, transaction, LanguageOption.Create(text.HelpLanguage), json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var file = parsed.GetRequiredValue(to);
            if (file.Exists)
            {
                return Task.FromResult(output.Fail(ExitCodes.Usage, "file_exists", CommandOutput.Format(text.FileExists, file.Name)));
            }

            return AccountCommands.WithClientAsync(streams, output, text, async client =>
            {
                try
                {
                    var proofs = new AskedProofs(client, streams, output) { Code = parsed.GetValue(code), Transaction = parsed.GetValue(transaction), PasswordStdin = parsed.GetValue(passwordStdin) };
                    return await SaveAsync(client, streams, output, text, proofs, file, ct);
                }
                catch (CodeNeededException sent)
                {
                    return output.Fail(ExitCodes.CodeNeeded, "code_needed", sent.Message, sent.Transaction);
                }
                catch (IOException broken)
                {
                    return output.Fail(ExitCodes.Failed, "not_saved", CommandOutput.Format(text.ExportBroken, file.Name), broken.Message);
                }
            }, ct);
        });
        return command;
    }

    private static async Task<int> SaveAsync(TenureClient client, CommandStreams streams, CommandOutput output, AccountText text, AskedProofs proofs, FileInfo file, CancellationToken ct)
    {
        var state = await client.GetExportAsync(ct);
        if (state.State == "none")
        {
            var (password, typed, sent) = await proofs.BothAsync("accountExport", ct);
            await client.AskExportAsync(new AskExport(password, typed, sent), ct);
            output.Say(text.ExportAsked);
            state = await client.GetExportAsync(ct);
            // The code is used up; whoever typed the password did it a moment ago.
            proofs = new AskedProofs(client, streams, output) { Code = "", Password = password };
        }

        for (; state.State == "making"; state = await client.GetExportAsync(ct))
        {
            if (streams.IsTerminal)
            {
                streams.Error.Write($"\r{CommandOutput.Format(text.ExportMaking, state.Done, state.Of)} ");
            }

            await Task.Delay(Pause, TimeProvider.System, ct);
        }

        if (streams.IsTerminal)
        {
            streams.Error.WriteLine();
        }

        if (state is { State: "waiting", UsableAt: { } from })
        {
            return output.Fail(ExitCodes.Refused, "export_waiting", CommandOutput.Format(text.ExportWaiting, from.ToLocalTime().ToString("f", CultureInfo.CurrentCulture)));
        }

        var both = await proofs.BothAsync("fetchExport", ct);
        await FetchAsync(client, new FetchExport(both.Password, both.Code, both.Transaction), file, ct);
        file.Refresh();
        return output.Tell(new { file = file.FullName, bytes = file.Length }, CommandOutput.Format(text.ExportSaved, file.Name, (file.Length / 1e6).ToString("0.0", CultureInfo.CurrentCulture)));
    }

    // The file first: what is fetched is gone at the server.
    private static async Task FetchAsync(TenureClient client, FetchExport request, FileInfo file, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var saved = new FileStream(file.FullName, options);
        try
        {
            await client.FetchExportAsync(request, saved, ct);
            saved.Flush(flushToDisk: true);
        }
        catch
        {
            await saved.DisposeAsync();
            file.Delete();
            throw;
        }

        await saved.DisposeAsync();
    }
}

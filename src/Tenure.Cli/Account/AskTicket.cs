using System.Buffers.Text;
using System.CommandLine;
using Tenure.Cli.Phone.Boot;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Protocols.Offline;

namespace Tenure.Cli.Account;

/// <summary><c>tenure ticket</c>: carries the question of a phone without a network to its server. Only that phone can use the answer, so nobody needs to be signed in; its holder has let it go before.</summary>
internal static class AskTicket
{
    public static Command Create(CommandStreams streams, AccountText text)
    {
        var question = new Argument<FileInfo>("question") { Description = text.HelpQuestion };
        var answer = new Argument<FileInfo>("answer") { Description = text.HelpAnswer };
        var server = new Option<Uri>("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse, DefaultValueFactory = _ => new Uri("http://localhost:5080") };
        var json = JsonOption.Create();
        var command = new Command("ticket", text.HelpTicket) { question, answer, server, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return AccountCommands.GuardAsync(output, text, async () =>
            {
                var from = parsed.GetRequiredValue(question);
                if (await ReadAsync(from, ct) is not { } evidence)
                {
                    return output.Fail(ExitCodes.Usage, "question_unreadable", CommandOutput.Format(text.QuestionUnreadable, from.Name));
                }

                using var http = new HttpClient(streams.Network()) { BaseAddress = parsed.GetRequiredValue(server) };
                var ticket = (await new TenureClient(http).GetReleaseTicketAsync(new DeviceEvidence(evidence), ct)).Ticket;
                var to = parsed.GetRequiredValue(answer);
                await File.WriteAllTextAsync(to.FullName + ".new", ticket, ct);
                File.Move(to.FullName + ".new", to.FullName, overwrite: true);
                var groups = CheckedGroups.Write(Base64Url.DecodeFromChars(ticket));
                // Of these a picture holds more than of base64url, and the phone reads both.
                var picture = streams.IsTerminal ? QrPicture.Of(groups.Replace(" ", "", StringComparison.Ordinal)) : "";
                return output.Tell(
                    new { ticket, groups },
                    string.Join(Environment.NewLine, picture, groups, CommandOutput.Format(text.TicketWritten, to.Name)).Trim());
            });
        });
        return command;
    }

    private static async Task<string?> ReadAsync(FileInfo file, CancellationToken ct) =>
        file.Exists && file.Length <= OfflineText.MaxLength && OfflineText.ReadFile(await File.ReadAllBytesAsync(file.FullName, ct), out _) is { } evidence ? Base64Url.EncodeToString(evidence) : null;
}

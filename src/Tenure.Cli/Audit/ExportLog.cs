using System.Buffers.Text;
using System.CommandLine;
using Tenure.Cli.Account;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Protocols.Log;

namespace Tenure.Cli.Audit;

/// <summary><c>tenure audit export</c>: the holder's own copy of a device's log, to be checked anywhere and at any time.</summary>
internal static class ExportLog
{
    public static Command Create(CommandStreams streams, AuditText text)
    {
        var device = new Argument<string>("device") { Description = text.HelpDevice };
        var to = new Argument<string>("file") { Description = text.HelpOut };
        var json = JsonOption.Create();
        var command = new Command("export", text.HelpExport) { device, to, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(to);
            return AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
            {
                var entries = (await WriteAsync(client, parsed.GetRequiredValue(device), path, ct)).Count;
                if (output.IsJson)
                {
                    output.Print(new { file = path, entries });
                }

                output.Say(CommandOutput.Format(text.Exported, entries, path));
                return ExitCodes.Done;
            }, ct);
        });
        return command;
    }

    /// <summary>Writes the log of a device to a file, whole or not at all: a part of it would hold, too.</summary>
    /// <returns>The events, from the first on.</returns>
    internal static async Task<IReadOnlyList<string>> WriteAsync(TenureClient client, string device, string path, CancellationToken ct)
    {
        var events = new List<string>();
        var beside = path + ".new";
        try
        {
            await using (var file = File.Create(beside))
            {
                await foreach (var line in client.ReadDeviceLogAsync(device, ct).SelectMany(Lines))
                {
                    await LogExport.WriteAsync(file, line, ct);
                    events.Add(line.Entry.Event);
                }
            }

            File.Move(beside, path, overwrite: true);
            return events;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // The API's form of a log as the lines of an export.
    private static IEnumerable<LogLine> Lines(DeviceLog log) => log.Entries.Select(entry => new LogLine
    {
        Entry = new LogEntry
        {
            DeviceRef = Base64Url.DecodeFromChars(log.DeviceRef),
            Sequence = entry.Sequence,
            Previous = Base64Url.DecodeFromChars(entry.Previous),
            Event = entry.Event,
            At = entry.At,
            Commitment = Base64Url.DecodeFromChars(entry.Commitment),
        },
        Hash = Base64Url.DecodeFromChars(entry.Hash),
        Salt = entry.Salt is { } salt ? Base64Url.DecodeFromChars(salt) : null,
        Details = entry.Details,
    });
}

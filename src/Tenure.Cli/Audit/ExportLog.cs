using System.Buffers.Text;
using System.CommandLine;
using Tenure.Cli.Account;
using Tenure.Cli.Phone;
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
        var json = new Option<bool>("--json") { Description = text.HelpJson };
        var command = new Command("export", text.HelpExport) { device, to, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new PhoneOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(to);
            return AccountCommands.WithClientAsync(streams, output, AccountTexts.OfTerminal, async client =>
            {
                var log = await client.GetDeviceLogAsync(parsed.GetRequiredValue(device), ct);
                await using (var file = File.Create(path))
                {
                    foreach (var line in Lines(log))
                    {
                        await LogExport.WriteAsync(file, line, ct);
                    }
                }

                if (output.IsJson)
                {
                    output.Print(new { file = path, entries = log.Entries.Count });
                }

                output.Say(PhoneOutput.Format(text.Exported, log.Entries.Count, path));
                return ExitCodes.Done;
            }, ct);
        });
        return command;
    }

    /// <summary>The API's form of a log as the lines of an export.</summary>
    internal static IEnumerable<LogLine> Lines(DeviceLog log) => log.Entries.Select(entry => new LogLine
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

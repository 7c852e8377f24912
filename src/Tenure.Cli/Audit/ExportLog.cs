using System.Buffers.Text;
using System.CommandLine;
using System.Runtime.CompilerServices;
using Tenure.Cli.Account;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Audit;

/// <summary><c>tenure audit export</c>: the holder's own copy of a device's log, each entry with its proof, to be checked anywhere and at any time.</summary>
internal static class ExportLog
{
    private const int Attempts = 20;
    private static readonly TimeSpan UntilTakenUp = TimeSpan.FromMilliseconds(500);

    public static Command Create(CommandStreams streams, AuditText text)
    {
        var device = new Argument<string>("device") { Description = text.HelpDevice };
        var to = new Argument<string>("file") { Description = text.HelpOut };
        var transfer = new Option<uint?>("--transfer") { Description = text.HelpTransfer };
        var json = JsonOption.Create();
        var command = new Command("export", text.HelpExport) { device, to, transfer, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(to);
            return AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
            {
                var entries = (await WriteAsync(client, parsed.GetRequiredValue(device), path, ct, parsed.GetValue(transfer))).Count;
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
    /// <exception cref="TenureProblemException">Refused; <c>log_not_ready</c> when the log does not take an entry up.</exception>
    internal static async Task<IReadOnlyList<string>> WriteAsync(TenureClient client, string device, string path, CancellationToken ct, uint? transfer = null)
    {
        var roots = (await client.GetIdentityAsync(ct)).Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root))).ToList();
        var beside = path + ".new";
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await WriteWholeAsync(roots, PagesOf(client, device, transfer, ct), beside, ct) is { } events)
                {
                    File.Move(beside, path, overwrite: true);
                    return events;
                }

                // The last entries wait for their places, for about a second.
                if (attempt == Attempts)
                {
                    throw new TenureProblemException(new Problem("urn:tenure:problem:log_not_ready", "log_not_ready", 503, "log_not_ready", null), UntilTakenUp);
                }

                await Task.Delay(UntilTakenUp, ct);
            }
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // The events; null when one is not in the tree yet.
    private static async Task<IReadOnlyList<string>?> WriteWholeAsync(List<PublicKeyP256> roots, IAsyncEnumerable<DeviceLog> pages, string path, CancellationToken ct)
    {
        var events = new List<string>();
        await using var file = File.Create(path);
        await foreach (var page in pages)
        {
            if (page.Checkpoint is not { } signed || page.Entries.Any(entry => entry.Proof is null))
            {
                return null;
            }

            var checkpoint = Base64Url.DecodeFromChars(signed);
            await ProofFile.WriteAsync(file, ProofHead.Of(checkpoint, roots), ct);
            foreach (var entry in page.Entries)
            {
                await ProofFile.WriteAsync(file, new ProvenLine(LineOf(page, entry), entry.Index!.Value, [.. entry.Proof!.Select(hash => Base64Url.DecodeFromChars(hash))]), ct);
                events.Add(entry.Event);
            }
        }

        return events;
    }

    // Of a transfer its receipt alone, which both sides have for good.
    private static async IAsyncEnumerable<DeviceLog> PagesOf(TenureClient client, string device, uint? transfer, [EnumeratorCancellation] CancellationToken ct)
    {
        if (transfer is { } epoch)
        {
            yield return await client.GetTransferReceiptAsync(device, epoch, ct);
            yield break;
        }

        await foreach (var page in client.ReadDeviceLogAsync(device, ct, withProofs: true))
        {
            yield return page;
        }
    }

    // The API's form of an entry as a line of an export.
    private static LogLine LineOf(DeviceLog log, DeviceLogEntry entry) => new()
    {
        Entry = new LogEntry
        {
            Format = entry.Format,
            DeviceRef = Base64Url.DecodeFromChars(log.DeviceRef),
            HoldingRef = entry.HoldingRef is { } holding ? Base64Url.DecodeFromChars(holding) : null,
            Sequence = entry.Sequence,
            Previous = Base64Url.DecodeFromChars(entry.Previous),
            Event = entry.Event,
            At = entry.At,
            Commitment = Base64Url.DecodeFromChars(entry.Commitment),
        },
        Hash = Base64Url.DecodeFromChars(entry.Hash),
        Salt = entry.Salt is { } salt ? Base64Url.DecodeFromChars(salt) : null,
        Details = entry.Details,
    };
}

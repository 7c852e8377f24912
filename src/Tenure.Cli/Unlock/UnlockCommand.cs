using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Account;
using Tenure.Cli.Computer;
using Tenure.Cli.Flash;
using Tenure.Client;
using Tenure.Client.Flashing;
using Tenure.Flash.Fastboot;
using Tenure.Flash.Links;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Unlock;

/// <summary><c>tenure unlock</c>: has the bootloader of one's own device unlocked, from its question to <c>oem unlock</c>, or applies for it. What the device or the server refuses is said with its reason and what to do.</summary>
internal sealed class UnlockCommand(CommandOutput output, UnlockText text)
{
    private const string Purpose = "deviceUnlock";

    // A challenge of a bootloader is evidence, some hundred bytes.
    private const int MostEvidence = 64 * 1024;

    public required FlashAddress Device { get; init; }

    public required bool Applies { get; init; }

    public required bool ErasesData { get; init; }

    public static Command Create(CommandStreams streams)
    {
        var text = UnlockText.Languages.OfTerminal;
        var proofs = ComputerText.Languages.OfTerminal;
        var device = new Option<string>("--device") { Description = FlashText.Languages.OfTerminal.HelpDevice, Required = true };
        var apply = new Option<bool>("--apply") { Description = text.HelpApply };
        var clean = new Option<bool>("--clean") { Description = text.HelpClean };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = proofs.HelpPasswordStdin };
        var code = new Option<string?>("--code") { Description = proofs.HelpCode };
        var transaction = new Option<string?>("--transaction") { Description = proofs.HelpTransaction };
        var language = LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("unlock", text.HelpUnlock) { device, apply, clean, passwordStdin, code, transaction, language, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var place = parsed.GetRequiredValue(device);
            if (FlashAddress.Parse(place) is not { } address)
            {
                return Task.FromResult(output.Fail(ExitCodes.Usage, "device_malformed", CommandOutput.Format(FlashText.Languages.OfTerminal.DeviceMalformed, place)));
            }

            var run = new UnlockCommand(output, text) { Device = address, Applies = parsed.GetValue(apply), ErasesData = parsed.GetValue(clean) };
            return AccountCommands.WithClientAsync(
                streams, output, AccountText.Languages.OfTerminal,
                client => run.RunAsync(client, new AskedProofs(client, streams, output) { Code = parsed.GetValue(code), Transaction = parsed.GetValue(transaction), PasswordStdin = parsed.GetValue(passwordStdin) }, ct),
                ct);
        });
        return command;
    }

    private async Task<int> RunAsync(TenureClient client, AskedProofs proofs, CancellationToken ct)
    {
        try
        {
            await using var connection = await DeviceConnection.OpenAsync(Device, ct);
            if (connection.Fastboot is null)
            {
                return output.Fail(ExitCodes.FlashStopped, "not_in_bootloader", text.NotInBootloader);
            }

            var bootloader = new FastbootHost(connection.Fastboot);
            return await RunAsync(client, proofs, bootloader, ct);
        }
        catch (CodeNeededException sent)
        {
            return output.Fail(ExitCodes.CodeNeeded, "code_needed", sent.Message, sent.Transaction);
        }
        catch (FastbootRefusedException refused)
        {
            return output.Fail(ExitCodes.FlashStopped, "device_refused", CommandOutput.Format(text.DeviceRefused, refused.Reason));
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            return output.Fail(ExitCodes.FlashBroken, "no_device", CommandOutput.Format(FlashText.Languages.OfTerminal.NoDevice, Device), e.Message);
        }
    }

    private async Task<int> RunAsync(TenureClient client, AskedProofs proofs, FastbootHost bootloader, CancellationToken ct)
    {
        if ((await bootloader.FactsAsync(ct)).IsUnlocked == true)
        {
            return output.Tell(new { state = "unlocked" }, text.AlreadyUnlocked);
        }

        // The answer that fastboot tools know: a phone whose switch is off asks the server nothing.
        if ((await bootloader.SendAsync("flashing get_unlock_ability", ct)).Info.Any(line => line.Trim().EndsWith(": 0", StringComparison.Ordinal)))
        {
            return output.Fail(ExitCodes.FlashStopped, "unlock_switched_off", text.SwitchedOff);
        }

        await bootloader.SendAsync("oem unlock-challenge", ct);
        var evidence = await bootloader.UploadAsync(MostEvidence, ct);
        var id = EvidenceCodec.ReadUnverified(evidence).Subject.ToString();
        var known = await client.GetUnlockAsync(id, ct);
        if (Applies && known.State == "none")
        {
            var (password, code, transaction) = await proofs.BothAsync(Purpose, ct);
            known = await client.ApplyUnlockAsync(id, new ApplyUnlock(password, code, transaction), ct);
        }

        // What the server knows to be in the way is said before anything is asked for.
        if (known.State is "none" && known.Reason is null)
        {
            return output.Fail(ExitCodes.Refused, "unlock_not_asked", text.NotAsked);
        }

        if (known.State is "waiting")
        {
            return Applies
                ? output.Tell(known, CommandOutput.Format(text.WaitsUntil, Time(known.DueAt!.Value)))
                : output.Fail(ExitCodes.Refused, "unlock_waiting", CommandOutput.Format(text.WaitsUntil, Time(known.DueAt!.Value)));
        }

        if (Applies)
        {
            return output.Tell(known, known.Reason is null ? text.Ready : CommandOutput.Format(text.Forbidden, known.Reason));
        }

        if (known.Reason is null && !ErasesData)
        {
            return output.Fail(ExitCodes.Usage, "data_choice", text.SayClean);
        }

        // Where something is in the way, the server says it in words.
        var ticket = (await client.GetUnlockTicketAsync(id, new TakeUnlock(Base64Url.EncodeToString(evidence), await proofs.PasswordAsync(ct)), ct)).Ticket;
        await bootloader.StageAsync(Base64Url.DecodeFromChars(ticket), ct);
        await bootloader.SendAsync("oem unlock", ct);
        return output.Tell(new { state = "unlocked", device = id }, text.Unlocked);
    }

    private static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);
}

using System.CommandLine;
using Tenure.Cli.Account;
using Tenure.Cli.Computer;
using Tenure.Cli.Flash.Ui;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;

namespace Tenure.Cli.Flash;

/// <summary><c>tenure flash</c></summary>
internal static class FlashCommand
{
    public static Command Create(CommandStreams streams)
    {
        var text = FlashText.Languages.OfTerminal;
        var package = new Argument<string?>("package") { Description = text.HelpPackage, Arity = ArgumentArity.ZeroOrOne };
        var ui = new Option<bool>("--ui") { Description = text.HelpUi };
        var challenge = new Option<string?>("--challenge-out") { Description = text.HelpChallengeOut };
        var ticket = new Option<string?>("--ticket-in") { Description = text.HelpTicketIn };
        var receipt = new Option<string?>("--receipt-out") { Description = text.HelpReceiptOut };
        var device = new Option<string[]>("--device") { Description = text.HelpDevice };
        var found = FoundText.Languages.OfTerminal;
        var serial = new Option<string?>("--serial") { Description = found.HelpSerial };
        var list = new Option<bool>("--list") { Description = found.HelpList };
        var keep = new Option<bool>("--keep-data") { Description = text.HelpKeepData };
        var clean = new Option<bool>("--clean") { Description = text.HelpClean };
        var bolt = new Option<bool>("--clean-and-lock") { Description = text.HelpLock };
        var check = new Option<bool>("--check") { Description = text.HelpCheck };
        var skip = new Option<bool>("--skip-right") { Description = text.HelpSkipRight };
        var handOver = new Option<bool>("--hand-over") { Description = text.HelpHandOver };
        var proofs = ComputerText.Languages.OfTerminal;
        var passwordStdin = new Option<bool>("--password-stdin") { Description = proofs.HelpPasswordStdin };
        var proof = new Option<string?>("--code") { Description = proofs.HelpCode };
        var transaction = new Option<string?>("--transaction") { Description = proofs.HelpTransaction };
        var consent = new Option<string?>("--consent") { Description = proofs.HelpConsent };
        var workshop = new Option<string?>("--workshop") { Description = proofs.HelpFlashWorkshop };
        var division = DivisionText.Languages.OfTerminal;
        var provision = new Option<string?>("--provision") { Description = division.HelpProvision, HelpName = "serial" };
        var forGood = new Option<bool>("--provision-for-good") { Description = division.HelpForGood };
        var json = JsonOption.Create();
        var command = new Command("flash", text.HelpFlash) { package, device, serial, list, keep, clean, bolt, check, skip, handOver, provision, forGood, challenge, ticket, receipt, passwordStdin, proof, transaction, consent, workshop, ui, LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage), json };
        command.SetAction(async (parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json), isLines: true);
            string[] places = parsed.GetValue(device) ?? [];
            var addresses = places.Select(FlashAddress.Parse).OfType<FlashAddress>().Distinct().ToList();
            if (places.FirstOrDefault(place => FlashAddress.Parse(place) is null) is { } malformed)
            {
                return output.Fail(ExitCodes.Usage, "device_malformed", CommandOutput.Format(text.DeviceMalformed, malformed));
            }

            var devices = new ConnectedDevices(streams, output, text);
            if (parsed.GetValue(list))
            {
                return await devices.ListAsync(addresses, ct);
            }

            if (parsed.GetValue(ui))
            {
                return await new FlashUi(streams, output, text, TimeProvider.System) { Named = addresses }.RunAsync(parsed.GetValue(package), parsed.GetValue(workshop), ct);
            }

            DataChoice[] choices = [.. (parsed.GetValue(keep) ? [DataChoice.Keep] : Array.Empty<DataChoice>()), .. (parsed.GetValue(clean) ? [DataChoice.Clean] : Array.Empty<DataChoice>()), .. (parsed.GetValue(bolt) ? [DataChoice.CleanAndLock] : Array.Empty<DataChoice>())];
            if (choices is not [var choice])
            {
                return output.Fail(ExitCodes.Usage, "data_choice", text.SayData);
            }

            if (parsed.GetValue(provision) is not null && choice != DataChoice.Clean)
            {
                return output.Fail(ExitCodes.Usage, "provision_needs_clean", division.NeedsClean);
            }

            if (parsed.GetValue(package) is not { } path)
            {
                return output.Fail(ExitCodes.Usage, "package_missing", text.HelpPackage);
            }

            var (address, code) = await devices.ChooseAsync(addresses, parsed.GetValue(serial), ct);
            if (address is null)
            {
                return code;
            }

            using var view = new FlashView(streams, output, text, TimeProvider.System);
            var run = new FlashRun(streams, output, text, view)
            {
                Package = path,
                Device = address,
                Choice = choice,
                OnlyCheck = parsed.GetValue(check),
                SkipsRight = parsed.GetValue(skip),
                HandsOver = parsed.GetValue(handOver),
                Provision = parsed.GetValue(provision),
                ProvisionsForGood = parsed.GetValue(forGood),
                ChallengeOut = parsed.GetValue(challenge),
                TicketIn = parsed.GetValue(ticket),
                ReceiptOut = parsed.GetValue(receipt),
                PasswordStdin = parsed.GetValue(passwordStdin),
                Code = parsed.GetValue(proof),
                Transaction = parsed.GetValue(transaction),
                Consent = parsed.GetValue(consent),
                Workshop = parsed.GetValue(workshop),
            };
            return await run.RunAsync(ct);
        });
        return command;
    }
}

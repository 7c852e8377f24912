using System.Buffers.Text;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone new</c></summary>
internal static class NewPhone
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var folder = PhoneCommands.Folder(text);
        var server = new Option<Uri?>("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse };
        var model = new Option<string>("--model") { Description = text.HelpModel, DefaultValueFactory = _ => "Tenure One" };
        var serial = new Option<string>("--serial") { Description = text.HelpSerial, DefaultValueFactory = _ => NewSerial() };
        var sims = new Option<string[]>("--sim") { Description = text.HelpSim, Arity = new ArgumentArity(1, VirtualPhone.SlotCount) };
        var own = IdentifierText.Languages.OfTerminal;
        var imei = new Option<IReadOnlyList<Imei>?>("--imei") { Description = own.HelpImei, CustomParser = ImeiArgument.Parse, Arity = new ArgumentArity(1, 4) };
        var region = new Option<string>("--region") { Description = own.HelpRegion, DefaultValueFactory = _ => "EU" };
        var emergency = EmergencyText.Languages.OfTerminal;
        var releaseKey = new Option<string?>("--release-key") { Description = emergency.HelpReleaseKey, CustomParser = result => Read(result, emergency.NoKey, ReleaseKeyOf) };
        var programmer = new Option<string?>("--programmer") { Description = emergency.HelpProgrammer, CustomParser = result => Read(result, emergency.NoProgrammer, file => Programmer.DigestOf(File.ReadAllBytes(file))) };
        var avbKey = new Option<string?>("--avb-key") { Description = BootText.Languages.OfTerminal.HelpAvbKey };
        var json = JsonOption.Create();
        var command = new Command("new", text.HelpNew) { folder, server, model, serial, sims, imei, region, avbKey, releaseKey, programmer, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                var facts = new PhoneFacts(
                    parsed.GetRequiredValue(model), parsed.GetRequiredValue(serial), "tenure_one", "1.0", "TenureOS", "1.0.0", parsed.GetValue(server))
                {
                    Imeis = [.. (parsed.GetValue(imei) ?? [TestNumbers.Imei(), TestNumbers.Imei()]).Select(number => number.Text)],
                    Region = parsed.GetRequiredValue(region),
                    RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1 },
                    ReleaseKeys = parsed.GetValue(releaseKey) is { } key ? [key] : [],
                    Programmer = parsed.GetValue(programmer),
                };
                if (parsed.GetValue(avbKey) is not { } file)
                {
                    VirtualPhone.Create(path, facts, parsed.GetValue(sims) ?? []);
                }
                else if (ReadKey(file) is { } maker)
                {
                    using (maker)
                    {
                        VirtualPhone.Create(path, facts, maker, parsed.GetValue(sims) ?? []);
                    }
                }
                else
                {
                    return Task.FromResult(output.Fail(ExitCodes.Usage, "avb_key_malformed", CommandOutput.Format(BootText.Languages.OfTerminal.AvbKeyMalformed, file)));
                }

                var report = PhoneReport.Of(facts, null) with { Folder = Path.GetFullPath(path), ServerAddress = facts.Server?.AbsoluteUri };
                return Task.FromResult(output.Tell(report, CommandOutput.Format(text.PhoneMade, path)));
            });
        });
        return command;
    }

    // What is in a file that is named, or why it is not.
    private static string? Read(ArgumentResult result, string trouble, Func<string, string> read)
    {
        var file = result.Tokens is [var token] ? token.Value : "";
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException or CryptographicException or ProtocolException)
        {
            result.AddError(CommandOutput.Format(trouble, file));
            return null;
        }
    }

    private static string ReleaseKeyOf(string file)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return Base64Url.EncodeToString(PublicKeyP256.From(key).ToCoseKey());
    }

    private static RSA? ReadKey(string file)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (key.KeySize is 2048 or 4096)
            {
                return key;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            // Said by the caller, whatever is wrong with it.
        }

        key.Dispose();
        return null;
    }

    private static string NewSerial() => "T" + RandomNumberGenerator.GetHexString(10);
}

using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Tenure.Cli.Account;
using Tenure.Cli.Flash;
using Tenure.Flash.Packages;
using Tenure.Protocols;
using Tenure.Protocols.Firmware;

namespace Tenure.Cli.Rom;

/// <summary><c>tenure rom make</c>, or <c>rom sign</c>: signs what a package does, with the maker's release key, on whatever machine that is.</summary>
internal static class MakeRom
{
    public static Command Create(CommandStreams streams, RomText text)
    {
        var folder = new Argument<string>("folder") { Description = text.HelpFolder };
        var key = new Option<string>("--key") { Description = text.HelpKey, Required = true };
        var product = new Option<string>("--product") { Description = text.HelpProduct, Required = true };
        var version = new Option<string>("--version") { Description = text.HelpVersion, Required = true };
        var region = new Option<string[]>("--region") { Description = text.HelpRegion, Required = true };
        var patchLevel = new Option<string>("--patch-level") { Description = text.HelpPatchLevel, Required = true };
        var rollback = new Option<string[]>("--rollback") { Description = text.HelpRollback };
        var json = JsonOption.Create();
        var command = new Command("make", text.HelpMake) { folder, key, product, version, region, patchLevel, rollback, LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage), json };

        // To sign is all that it does with a package.
        command.Aliases.Add("sign");
        command.SetAction(async (parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var day = parsed.GetRequiredValue(patchLevel);
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var patches))
            {
                return output.Fail(ExitCodes.Usage, "day_malformed", CommandOutput.Format(text.DayMalformed, day));
            }

            var indexes = new Dictionary<uint, ulong>();
            foreach (var pair in parsed.GetValue(rollback) ?? [])
            {
                if (pair.Split('=') is not [var at, var index] || !uint.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var location) || !ulong.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return output.Fail(ExitCodes.Usage, "rollback_malformed", CommandOutput.Format(text.RollbackMalformed, pair));
                }

                indexes[location] = number;
            }

            var facts = new ManifestFacts
            {
                Product = parsed.GetRequiredValue(product),
                Version = parsed.GetRequiredValue(version),
                Regions = parsed.GetRequiredValue(region),
                PatchLevel = patches,
                RollbackIndexes = indexes,
            };
            return await MakeAsync(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(key), facts, output, text, ct);
        });
        return command;
    }

    private static async Task<int> MakeAsync(string folder, string keyFile, ManifestFacts facts, CommandOutput output, RomText text, CancellationToken ct)
    {
        return await WithAsync(folder, keyFile, output, text, async (package, key) =>
        {
            var manifest = await ManifestMaker.MakeAsync(package, facts, ct);
            var signed = FirmwareManifestCodec.Sign(manifest, key);
            await File.WriteAllBytesAsync(package.PathOf(ManifestMaker.FileName), signed, ct);
            var bytes = manifest.Entries.OfType<FirmwareProgram>().Sum(program => program.Range.Sectors * manifest.Storage.SectorSize);
            var digest = Base64Url.EncodeToString(FirmwareManifestCodec.Digest(signed));
            return output.Tell(
                new { manifest = digest, entries = manifest.Entries.Count, bytes, files = manifest.Files.Count },
                CommandOutput.Format(text.Made, manifest.Entries.Count, FlashView.Megabytes(bytes), manifest.Files.Count, digest));
        }, ct);
    }

    /// <summary>Opens a package and its maker's key for what is done with both, and says what is wrong with them.</summary>
    internal static async Task<int> WithAsync(string folder, string keyFile, CommandOutput output, RomText text, Func<FlashPackage, ECDsa, Task<int>> run, CancellationToken ct)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(await File.ReadAllTextAsync(keyFile, ct));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            return output.Fail(ExitCodes.Usage, "key_unreadable", CommandOutput.Format(text.KeyUnreadable, keyFile), e.Message);
        }

        try
        {
            if (!Directory.Exists(folder))
            {
                throw new PackageException(PackageFault.NotThere, "A folder is expected.");
            }

            using var package = await FlashPackage.OpenAsync(folder, folder, null, null, ct);
            return await run(package, key);
        }
        catch (PackageException e)
        {
            var flash = FlashText.Languages.OfTerminal;
            return output.Fail(ExitCodes.PackageRefused, "package_" + FlashRun.Word(e.Fault), CommandOutput.Format(flash.Packages[e.Fault], e.File ?? folder, e.Line), e.Message);
        }
        catch (ProtocolException e)
        {
            return output.Fail(ExitCodes.Failed, "manifest_refused", CommandOutput.Format(text.Refused, e.Message), e.Message);
        }
    }
}

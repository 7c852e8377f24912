using System.CommandLine;
using Tenure.Cli.Account;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;

namespace Tenure.Cli.Rom;

/// <summary><c>tenure rom digests</c>: signs each packet that <c>tenure flash</c> will send of a package, for programmers that ask for it.</summary>
internal static class SignDigests
{
    public static Command Create(CommandStreams streams, RomText text)
    {
        var folder = new Argument<string>("folder") { Description = text.HelpFolder };
        var key = new Option<string>("--key") { Description = text.HelpKey, Required = true };
        var json = JsonOption.Create();
        var command = new Command("digests", text.HelpDigests) { folder, key, LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage), json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return MakeRom.WithAsync(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(key), output, text, async (package, maker) =>
            {
                if (!package.Files.ContainsKey(ManifestMaker.FileName))
                {
                    return output.Fail(ExitCodes.PackageRefused, "manifest_missing", text.NoManifest);
                }

                var manifest = FirmwareManifestCodec.ReadUnverified(package.Read(ManifestMaker.FileName, FirmwareManifestCodec.MaxBytes), out _);
                var lists = PackageLists.Read(package);
                var journals = Directory.CreateTempSubdirectory("tenure-rehearsal-");
                try
                {
                    var packets = new List<int>();
                    foreach (var keepsData in (bool[])[false, true])
                    {
                        var sent = await EmergencyRestore.RehearseAsync(package, RestorePlan.Make(package, lists, manifest, keepsData), journals.FullName, ct);
                        await PackageTables.WriteAsync(package, keepsData, DigestTables.Make(sent, maker), ct);
                        packets.Add(sent.Count);
                    }

                    return output.Tell(new { clean = packets[0], keep = packets[1] }, CommandOutput.Format(text.DigestsMade, packets[0], packets[1]));
                }
                finally
                {
                    journals.Delete(recursive: true);
                }
            }, ct);
        });
        return command;
    }
}

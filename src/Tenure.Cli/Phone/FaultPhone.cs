using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone fault</c></summary>
internal static class FaultPhone
{
    private static readonly Dictionary<string, LinkFault> Links = new(StringComparer.Ordinal) { ["on"] = LinkFault.None, ["off"] = LinkFault.Off, ["silent"] = LinkFault.Silent };

    private static readonly Dictionary<string, CutDamage> Damages = new(StringComparer.Ordinal)
    {
        ["prefix"] = CutDamage.Prefix,
        ["nothing"] = CutDamage.Nothing,
        ["erase-unit"] = CutDamage.EraseUnit,
    };

    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var folder = PhoneCommands.Folder(text);
        var json = JsonOption.Create();
        Option<long?> powerCut = new("--power-cut") { Description = text.HelpFaultPowerCut };
        var damage = OneOf("--damage", text.HelpFaultDamage, Damages.Keys);
        var network = OneOf("--network", text.HelpFaultNetwork, Links.Keys);
        var disk = OneOf("--disk", text.HelpFaultDisk, ["free", "full"]);
        Option<TimeSpan?> clock = new("--clock") { Description = text.HelpFaultClock, CustomParser = ReadOffset };
        var own = EmergencyText.Languages.OfTerminal;
        var version = OneOf("--sahara-version", own.HelpVersion, ["1", "2", "3"]);
        var width = OneOf("--sahara-bits", own.HelpWide, ["32", "64"]);
        var hello = OneOf("--sahara-hello", own.HelpHello, ["said", "lost"]);
        Option<long?> failAt = new("--sahara-fail-at") { Description = own.HelpFailAt };
        var raw = OneOf("--raw", own.HelpRaw, ["strict", "friendly"]);
        var tables = OneOf("--tables", own.HelpTables, ["wanted", "none"]);
        Option<bool> clear = new("--clear") { Description = text.HelpFaultClear };
        powerCut.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 0)
            {
                result.AddError("--power-cut: 0 ≤ N");
            }
        });
        var command = new Command("fault", text.HelpFault) { folder, json, powerCut, damage, network, disk, clock, version, width, hello, failAt, raw, tables, clear };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                using var phone = VirtualPhone.Open(path);
                var faults = parsed.GetValue(clear) ? new PhoneFaults() : phone.Faults;
                faults = faults with
                {
                    PowerCutAfter = parsed.GetValue(powerCut) ?? faults.PowerCutAfter,
                    Damage = parsed.GetValue(damage) is { } what ? Damages[what] : faults.Damage,
                    Link = parsed.GetValue(network) is { } line ? Links[line] : faults.Link,
                    IsDiskFull = parsed.GetValue(disk) is { } room ? room == "full" : faults.IsDiskFull,
                    ClockOffset = parsed.GetValue(clock) ?? faults.ClockOffset,
                    Emergency = faults.Emergency with
                    {
                        SaharaVersion = parsed.GetValue(version) is { } number ? uint.Parse(number, CultureInfo.InvariantCulture) : faults.Emergency.SaharaVersion,
                        IsWide = parsed.GetValue(width) is { } bits ? bits == "64" : faults.Emergency.IsWide,
                        LosesHello = parsed.GetValue(hello) is { } said ? said == "lost" : faults.Emergency.LosesHello,
                        SaharaFailsAt = parsed.GetValue(failAt) is { } bytes ? bytes > 0 ? bytes : null : faults.Emergency.SaharaFailsAt,
                        WantsTables = parsed.GetValue(tables) is { } wanted ? wanted == "wanted" : faults.Emergency.WantsTables,
                        IsRawStrict = parsed.GetValue(raw) is { } counting ? counting == "strict" : faults.Emergency.IsRawStrict,
                    },
                };
                phone.SetFaults(faults);
                return Task.FromResult(Tell(output, faults));
            });
        });
        return command;
    }

    // The words are those of the options, so that what is shown can be typed.
    private static int Tell(CommandOutput output, PhoneFaults faults)
    {
        var (link, damage, disk) = (Links.First(l => l.Value == faults.Link).Key, Damages.First(d => d.Value == faults.Damage).Key, faults.IsDiskFull ? "full" : "free");
        if (output.IsJson)
        {
            output.Print(new { powerCut = faults.PowerCutAfter, damage, network = link, disk, clock = (long)faults.ClockOffset.TotalSeconds, emergency = faults.Emergency == new EmergencyFaults() ? null : faults.Emergency });
            return ExitCodes.Done;
        }

        if (faults.PowerCutAfter is { } bytes)
        {
            output.Say(string.Create(CultureInfo.InvariantCulture, $"--power-cut {bytes} --damage {damage}"));
        }

        output.Say(string.Create(CultureInfo.InvariantCulture, $"--network {link}"));
        output.Say($"--disk {disk}");
        output.Say(string.Create(CultureInfo.InvariantCulture, $"--clock={faults.ClockOffset.TotalSeconds:+0;-0;0}s"));
        if (faults.Emergency is var target && target != new EmergencyFaults())
        {
            output.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"--sahara-version {target.SaharaVersion} --sahara-bits {(target.IsWide ? 64 : 32)} --sahara-hello {(target.LosesHello ? "lost" : "said")} --sahara-fail-at {target.SaharaFailsAt ?? 0} --raw {(target.IsRawStrict ? "strict" : "friendly")} --tables {(target.WantsTables ? "wanted" : "none")}"));
        }

        return ExitCodes.Done;
    }

    private static Option<string?> OneOf(string name, string help, IEnumerable<string> words) => new Option<string?>(name) { Description = help }.AcceptOnlyFromAmong([.. words]);

    // A sign, a number, and s, m, h or d.
    private static TimeSpan? ReadOffset(ArgumentResult result)
    {
        var typed = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = typed.Length > 1 ? typed[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } : 0;
        // A thousand years either way: what a calendar can hold.
        if (unit > 0 && long.TryParse(typed.AsSpan(0, typed.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && Math.Abs(count) <= 365_000L * 86_400 / unit)
        {
            return TimeSpan.FromSeconds(count * unit);
        }

        result.AddError($"--clock: {typed} (+3d, -2h, +90s)");
        return null;
    }
}

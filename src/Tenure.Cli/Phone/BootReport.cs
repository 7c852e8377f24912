using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;

namespace Tenure.Cli.Phone;

/// <summary>What is told about the boot chain of a phone.</summary>
internal static class BootReport
{
    /// <summary>As members of JSON say it.</summary>
    public static string Word(BootStop stop) => stop switch
    {
        BootStop.HalfWritten => "damaged",
        BootStop.LoaderBroken => "loader_broken",
        BootStop.LoaderTooOld => "loader_too_old",
        BootStop.WrongRegion => "wrong_region",
        BootStop.WrongProduct => "wrong_product",
        BootStop.SystemTooOld => "system_too_old",
        BootStop.SystemChanged => "system_changed",
        BootStop.NoSystem => "no_system",
    };

    /// <summary>What people read of it.</summary>
    public static IEnumerable<(string Label, string? Value)> Rows(PhoneReport report, BootText text) =>
    [
        (text.Start, Enum.GetValues<BootStop>().Where(stop => Word(stop) == report.BootStop).Select(stop => Why(stop, report.BootPartition, report.Region, report.Model, text)).FirstOrDefault()),
        (text.Bootloader, report.Bootloader switch { "locked" => text.Locked, "unlocked" => text.Unlocked, _ => null }),
        (text.Slot, report.Slot),
    ];

    /// <summary>Says why no system starts, and the way out.</summary>
    /// <returns>The exit code.</returns>
    public static int Stopped(CommandOutput output, VirtualPhone phone, PhoneCore? core, BootResult result)
    {
        var stop = result.Stop ?? BootStop.NoSystem;
        var exitCode = stop == BootStop.HalfWritten ? ExitCodes.Damaged : ExitCodes.DoesNotStart;
        var message = Why(stop, result.Partition, phone.Facts.Region, phone.Facts.Model, BootText.Languages.OfTerminal);
        if (output.IsJson)
        {
            output.Print(PhoneReport.Of(phone, core) with { Error = new CommandFailure(Word(stop), message), ExitCode = exitCode });
            return exitCode;
        }

        return output.Fail(exitCode, Word(stop), message);
    }

    private static string Why(BootStop stop, string? partition, string? region, string? model, BootText text) => CommandOutput.Format(
        stop switch
        {
            BootStop.HalfWritten => EmergencyText.Languages.OfTerminal.Damaged,
            BootStop.LoaderBroken => text.LoaderBroken,
            BootStop.LoaderTooOld => text.LoaderTooOld,
            BootStop.WrongRegion => text.WrongRegion,
            BootStop.WrongProduct => text.WrongProduct,
            BootStop.SystemTooOld => text.SystemTooOld,
            BootStop.SystemChanged => text.SystemChanged,
            BootStop.NoSystem => text.NoSystem,
        },
        partition ?? "",
        region ?? "",
        model ?? "");
}

using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>A small device to talk to: some variables, one partition in memory, and a way to refuse.</summary>
internal sealed class Phone : IFastbootTarget
{
    public const uint MaxDownload = 1 << 22;

    public List<string> Seen { get; } = [];

    public byte[] Boot { get; private set; } = [];

    /// <summary>All that was flashed, in order.</summary>
    public List<byte[]> Flashed { get; } = [];

    public bool Locked { get; set; }

    public string? RefuseDownload(uint bytes) => bytes > MaxDownload ? "too large" : null;

    public async ValueTask<FastbootResult> ExecuteAsync(FastbootCommand command, FastbootSession session, CancellationToken ct)
    {
        Seen.Add(command.Line);
        switch (command.Name)
        {
            case "getvar" when command.Argument == "all":
                await session.InfoAsync("version:0.4", ct);
                await session.InfoAsync("product:lotus", ct);
                return FastbootResult.Okay();
            case "getvar":
                return Variable(command.Argument) is { } value ? FastbootResult.Okay(value) : FastbootResult.Fail("unknown variable");
            case "flash" when Locked:
                return FastbootResult.Fail("flash is not allowed on locked devices");
            case "flash":
                Boot = session.Download.ToArray();
                Flashed.Add(Boot);
                session.DropDownload();
                return FastbootResult.Okay();
            case "upload":
                return session.Download.IsEmpty ? FastbootResult.Fail("nothing is staged") : FastbootResult.WithUpload(session.Download);
            case "oem" when command.Argument == "staged":
                return FastbootResult.Okay(session.Download.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            case "oem":
                await session.InfoAsync(command.Argument, ct);
                return FastbootResult.Okay();
            case "reboot":
                return FastbootResult.Leave(FastbootExit.Reboot);
            default:
                return FastbootResult.Fail("unknown command");
        }
    }

    private static string? Variable(string name) => name switch
    {
        "version" => "0.4",
        "product" => "lotus",
        "max-download-size" => "0x400000",
        "has-slot:boot" or "is-logical:boot" => "no",
        _ => null,
    };
}

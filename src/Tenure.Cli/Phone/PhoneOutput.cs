using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary>Writes what a command has to say: to a person, or as JSON.</summary>
internal sealed class PhoneOutput(CommandStreams streams, bool json)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions LineOptions = new(JsonOptions) { WriteIndented = false };

    /// <summary>Colours and cursor movements only where a terminal is.</summary>
    public IAnsiConsole Console { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(streams.Out),
        Ansi = streams.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = streams.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = streams.IsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
    });

    public bool IsJson => json;

    public static string Format(string text, params object?[] values) => string.Format(CultureInfo.InvariantCulture, text, values);

    public void Say(string text)
    {
        if (!json)
        {
            streams.Out.WriteLine(text);
        }
    }

    public int Fail(int exitCode, string code, string message, string? detail = null)
    {
        if (json)
        {
            Print(new { error = new PhoneFailure(code, message, detail), exitCode });
        }
        else
        {
            streams.Error.WriteLine(message);
        }

        return exitCode;
    }

    public void Print(object value) => streams.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>One object on one line, at once: for whoever waits for it while the command goes on.</summary>
    public void PrintLine(object value)
    {
        streams.Out.WriteLine(JsonSerializer.Serialize(value, LineOptions));
        streams.Out.Flush();
    }

    public void Show(PhoneReport report, PhoneText text)
    {
        if (json)
        {
            Print(report);
            return;
        }

        foreach (var (label, value) in Rows(report, text))
        {
            if (value is not null)
            {
                streams.Out.WriteLine($"{label}: {value}");
            }
        }
    }

    public static IEnumerable<(string Label, string? Value)> Rows(PhoneReport report, PhoneText text) =>
    [
        (text.State, StateText(report.State, text)),
        (text.Holder, report.MaskedHolder),
        (text.Model, report.Model),
        (text.Serial, report.Serial),
        (text.Device, report.DeviceId),
        (text.Epoch, report.Epoch?.ToString(CultureInfo.InvariantCulture)),
        (text.Boots, report.BootCount?.ToString(CultureInfo.InvariantCulture)),
        (text.Server, report.Issuer),
        (text.Fingerprint, report.ServerFingerprint),
        (text.ReceiptOwed, report.ReceiptOwed is { } owed ? owed ? text.Yes : text.No : null),
    ];

    /// <summary>The phone as it is now.</summary>
    public static PhoneReport Report(PhoneFacts facts, PhoneCore? core) => new(core is null ? "new" : Word(new ActivationLock(core).Screen))
    {
        Model = facts.Model,
        Serial = facts.Serial,
        DeviceId = core?.Identity.Id.Text,
        MaskedHolder = core?.Block.Content?.MaskedHolder,
        HoldingId = core?.Block.Content?.HoldingId is { } holding ? Convert.ToHexStringLower(holding) : null,
        Epoch = core?.Block.Content?.Epoch,
        BlockSequence = core?.Block.Sequence,
        BlockFault = core?.Block.Fault?.ToString(),
        BootCount = core?.Counters.BootCount,
        ReceiptOwed = core?.Block.Content?.ReceiptOwed,
        Language = core?.UserData.Record.Language,
        IsSetUp = core is null ? null : core.UserData.Record.Holding is not null,
        Issuer = core?.Server?.Issuer,
        ServerAddress = core?.Server?.Address.AbsoluteUri,
        ServerFingerprint = core?.Server?.Fingerprint,
    };

    private static string Word(LockScreen screen) => screen switch
    {
        LockScreen.Wizard => "wizard",
        LockScreen.Running => "running",
        LockScreen.Locked => "locked",
        LockScreen.LockedUntilSync => "locked_until_sync",
        LockScreen.ServerLost => "server_lost",
        LockScreen.ReleasePending => "release_pending",
    };

    private static string StateText(string state, PhoneText text) => state switch
    {
        "new" => text.StateNew,
        "wizard" => text.StateFree,
        "running" => text.StateRunning,
        "locked" => text.StateLocked,
        "locked_until_sync" => text.StateUntrusted,
        "server_lost" => text.StateServerLost,
        _ => text.StateReleasing,
    };
}

using System.Globalization;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols.Firehose;

namespace Tenure.Cli.Phone;

/// <summary>What <c>--json</c> prints about a phone: one object, the same members for every command.</summary>
/// <param name="State"><c>new</c>, <c>wizard</c>, <c>running</c>, <c>open</c>, <c>locked</c>, <c>lost</c>, <c>locked_until_sync</c>, <c>server_lost</c>, <c>release_pending</c> or <c>erase_pending</c>.</param>
internal sealed record PhoneReport(string State)
{
    public string? Folder { get; init; }

    public string? Model { get; init; }

    public string? Serial { get; init; }

    /// <summary>Fifteen digits each.</summary>
    public IReadOnlyList<string>? Imeis { get; init; }

    /// <summary>Where the hardware was made for.</summary>
    public string? Region { get; init; }

    /// <summary>The SIM slots; only where the command looks at them.</summary>
    public IReadOnlyList<SimSlot>? Sims { get; init; }

    /// <summary>Sectors whose bytes do not count: the phone does not start; absent when there are none.</summary>
    public IReadOnlyList<FirehoseRange>? Damaged { get; init; }

    /// <summary>Thumbprint of the device key; absent before the first boot.</summary>
    public string? DeviceId { get; init; }

    public string? MaskedHolder { get; init; }

    /// <summary>What the lost screen says.</summary>
    public string? LostMessage { get; init; }

    /// <summary>How the holder of a lost phone can be reached.</summary>
    public string? LostContact { get; init; }

    /// <summary>32 hex digits.</summary>
    public string? HoldingId { get; init; }

    public uint? Epoch { get; init; }

    public ulong? BlockSequence { get; init; }

    public string? BlockFault { get; init; }

    public ulong? BootCount { get; init; }

    public bool? ReceiptOwed { get; init; }

    public bool? HasEraseCode { get; init; }

    public string? Language { get; init; }

    /// <summary>Whether user data is there.</summary>
    public bool? IsSetUp { get; init; }

    public string? Issuer { get; init; }

    public string? ServerAddress { get; init; }

    public string? ServerFingerprint { get; init; }

    /// <summary>Entries of the server's log in the last checkpoint that this phone has seen; absent before the first contact.</summary>
    public long? LogSize { get; init; }

    /// <summary>Whether the server signed a log that does not fit it: the phone takes no ticket then.</summary>
    public bool? LogForked { get; init; }

    /// <summary>Number of the account that was made in this boot.</summary>
    public string? AccountNumber { get; init; }

    /// <summary>What happened in this boot, in order.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>The case that was opened on this phone, as it stands.</summary>
    public ReportedCase? Case { get; init; }

    /// <summary>What others ask of the account that holds the phone; only where its screen lock was opened.</summary>
    public IReadOnlyList<ReportedCase>? Cases { get; init; }

    public CommandFailure? Error { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Whether the bootloader is <c>locked</c> or <c>unlocked</c>.</summary>
    public string? Bootloader { get; init; }

    /// <summary>The slot that was chosen, <c>a</c> or <c>b</c>.</summary>
    public string? Slot { get; init; }

    /// <summary>Why no system starts: <c>damaged</c>, <c>loader_broken</c>, <c>loader_too_old</c>, <c>wrong_region</c>, <c>wrong_product</c>, <c>system_too_old</c>, <c>system_changed</c> or <c>no_system</c>.</summary>
    public string? BootStop { get; init; }

    /// <summary>The partition at fault.</summary>
    public string? BootPartition { get; init; }

    /// <summary>The phone and its boot chain as they are now.</summary>
    public static PhoneReport Of(VirtualPhone phone, PhoneCore? core)
    {
        var chain = BootChain.Of(phone, core);
        var result = chain.Look();
        return Of(phone.Facts, core) with
        {
            Bootloader = chain.IsUnlocked ? "unlocked" : "locked",
            Slot = result.System?.Slot ?? chain.Slots.Active,
            BootStop = result.Stop is { } stop ? BootReport.Word(stop) : null,
            BootPartition = result.Partition,
        };
    }

    /// <summary>The phone as it is now.</summary>
    public static PhoneReport Of(PhoneFacts facts, PhoneCore? core) => new(core is null ? "new" : Word(new ActivationLock(core).Screen))
    {
        Model = facts.Model,
        Serial = facts.Serial,
        Imeis = facts.Imeis,
        Region = facts.Region,
        DeviceId = core?.Identity.Id.Text,
        MaskedHolder = core?.Block.Content?.MaskedHolder,
        LostMessage = core?.Block.Content?.Lost?.Message,
        LostContact = core?.Block.Content?.Lost?.Contact,
        HoldingId = core?.Block.Content?.HoldingId is { } holding ? Convert.ToHexStringLower(holding) : null,
        Epoch = core?.Block.Content?.Epoch,
        BlockSequence = core?.Block.Sequence,
        BlockFault = core?.Block.Fault?.ToString(),
        BootCount = core?.Counters.BootCount,
        ReceiptOwed = core?.Block.Content?.ReceiptOwed,
        HasEraseCode = core?.Block.Content is { } block ? block.EraseCode is not null : null,
        Language = core?.UserData.Record.Language,
        IsSetUp = core is null ? null : (core.UserData.Record.Holding ?? core.UserData.Record.Opened) is not null,
        Issuer = core?.Server?.Issuer,
        ServerAddress = core?.Server?.Address.AbsoluteUri,
        ServerFingerprint = core?.Server?.Fingerprint,
        LogSize = core?.SeenLog.Last?.Size,
        LogForked = core?.SeenLog.Last is null ? null : core.SeenLog.Unexplained is not null,
    };

    /// <summary>With what happened in a boot: the same of a virtual phone and of a real device.</summary>
    public PhoneReport After(BootSession boot, int exitCode) => this with
    {
        Sims = boot.Sims,
        AccountNumber = boot.AccountNumber,
        Events = boot.Events,
        Case = boot.Case is { } one ? new ReportedCase(one.Number, one.Kind, one.State, one.Earliest, one.LetGoUntil) : null,
        Cases = boot.Cases?.Select(c => new ReportedCase(c.Number, c.Kind, c.State, c.DueAt)).ToList(),
        Error = boot.LastFailure?.Failure,
        ExitCode = exitCode,
    };

    /// <summary>What a person reads of it; what is not known is left out.</summary>
    public IEnumerable<(string Label, string Value)> Rows(PhoneText text) => ((IReadOnlyList<(string Label, string? Value)>)
    [
        (text.State, StateText(text)),
        .. (Damaged ?? []).Select(range => (EmergencyText.Languages.OfTerminal.Bad, (string?)CommandOutput.Format(EmergencyText.Languages.OfTerminal.BadRange, range.Unit, range.First, range.First + range.Sectors - 1))),
        .. BootReport.Rows(this, BootText.Languages.Find(text.Tag)!),
        (text.Holder, MaskedHolder),
        (text.LostMessage, LostMessage),
        (text.LostContact, LostContact),
        (text.Model, Model),
        (text.Serial, Serial),
        .. (Imeis ?? []).Select(imei => ("IMEI", (string?)imei)),
        .. (Sims ?? []).Where(sim => sim.Iccid is not null).Select(sim => ($"SIM {sim.Slot}", (string?)string.Join(", ", new[] { sim.Iccid, sim.Operator, sim.Number }.Where(word => word is not null)))),
        (text.Device, DeviceId),
        (text.Epoch, Epoch?.ToString(CultureInfo.InvariantCulture)),
        (text.Boots, BootCount?.ToString(CultureInfo.InvariantCulture)),
        (text.Server, Issuer),
        (text.Fingerprint, ServerFingerprint),
        (text.ServerLog, LogForked is { } forked ? forked ? text.LogDoesNotFit : text.LogFits : null),
        (text.ReceiptOwed, ReceiptOwed is { } owed ? owed ? text.Yes : text.No : null),
    ]).Where(row => row.Value is not null).Select(row => (row.Label, row.Value!));

    /// <summary>The same as lines.</summary>
    public string ToLines(PhoneText text) =>
        string.Join(Environment.NewLine, Rows(text).Select(row => $"{row.Label}: {row.Value}"));

    private static string Word(LockScreen screen) => screen switch
    {
        LockScreen.Wizard => "wizard",
        LockScreen.Running => "running",
        LockScreen.Open => "open",
        LockScreen.Locked => "locked",
        LockScreen.Lost => "lost",
        LockScreen.LockedUntilSync => "locked_until_sync",
        LockScreen.ServerLost => "server_lost",
        LockScreen.ReleasePending => "release_pending",
        LockScreen.Ended => "ended",
        LockScreen.ErasePending => "erase_pending",
    };

    private string StateText(PhoneText text) => State switch
    {
        "new" => text.StateNew,
        "wizard" => text.StateFree,
        "running" => text.StateRunning,
        "open" => text.StateOpen,
        "locked" => text.StateLocked,
        "lost" => text.StateLost,
        "locked_until_sync" => text.StateUntrusted,
        "server_lost" => text.StateServerLost,
        "ended" => text.StateEnded,
        "erase_pending" => text.StateErasing,
        _ => text.StateReleasing,
    };
}

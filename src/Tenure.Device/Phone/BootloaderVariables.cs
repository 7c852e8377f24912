using System.Globalization;
using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>What <c>fastboot getvar</c> answers.</summary>
/// <remarks>Names and forms: AOSP's fastboot README. Variables with an argument stand here once per argument, as <c>getvar all</c> shows them.</remarks>
internal static class BootloaderVariables
{
    /// <summary>The largest download that would be taken, were one allowed.</summary>
    public const uint MaxDownload = 256 * 1024 * 1024;

    private static readonly string[] Slots = ["a", "b"];

    /// <summary>All variables in a fixed order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PhoneFacts facts, BlockState? state) =>
    [
        New("version", "0.4"),
        New("version-bootloader", facts.BootloaderVersion),
        New("version-baseband", "none"),
        New("version-os", $"{facts.SystemName} {facts.SystemVersion}"),
        New("product", facts.Product),
        New("variant", facts.Model),
        New("serialno", facts.Serial),
        New("secure", "yes"),
        New("unlocked", "no"),
        New("activation-lock", Word(state)),
        New("hw-revision", "1"),
        New("off-mode-charge", "1"),
        New("battery-voltage", "4100"),
        New("battery-soc", "87"),
        New("battery-soc-ok", "yes"),
        New("max-download-size", Hex(MaxDownload)),
        New("current-slot", "a"),
        New("slot-count", Slots.Length.ToString(CultureInfo.InvariantCulture)),
        .. Slots.Select(slot => New($"slot-successful:{slot}", slot == "a" ? "yes" : "no")),
        .. Slots.Select(slot => New($"slot-unbootable:{slot}", "no")),
        .. Slots.Select(slot => New($"slot-retry-count:{slot}", "7")),
        .. PhoneLayout.Partitions.Select(p => BaseName(p.Name)).Distinct().Select(name => New($"has-slot:{name}", HasSlot(name))),
        .. PhoneLayout.Partitions.Select(p => New($"partition-size:{p.Name}", Hex(p.Size))),
        .. PhoneLayout.Partitions.Select(p => New($"partition-type:{p.Name}", "raw")),
        .. PhoneLayout.Partitions.Select(p => New($"is-logical:{p.Name}", "no")),
        New("is-userspace", "no"),
        New("snapshot-update-status", "none"),
        New("erase-block-size", Hex(PhoneLayout.EraseUnit)),
        New("logical-block-size", Hex(PhoneLayout.SectorSize)),
        New("cpu-abi", "x86_64"),
        New("treble-enabled", "false"),
        New("dynamic-partition", "false"),
    ];

    private static KeyValuePair<string, string> New(string name, string value) => KeyValuePair.Create(name, value);

    private static string Hex(long value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    private static string BaseName(string partition) =>
        partition.EndsWith("_a", StringComparison.Ordinal) || partition.EndsWith("_b", StringComparison.Ordinal) ? partition[..^2] : partition;

    private static string HasSlot(string name) => PhoneLayout.Find(name) is null ? "yes" : "no";

    private static string Word(BlockState? state) => (state ?? BlockState.Free) switch
    {
        BlockState.Free => "free",
        BlockState.Held => "held",
        BlockState.ReleaseAccepted => "releasing",
        BlockState.Lost => "lost",
        BlockState.Ended => "ended",
        BlockState.Untrusted => "unknown",
    };
}

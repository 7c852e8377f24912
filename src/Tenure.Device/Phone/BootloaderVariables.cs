using System.Globalization;
using Tenure.Device.Block;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols.Gpt;

namespace Tenure.Device.Phone;

/// <summary>What <c>fastboot getvar</c> answers.</summary>
/// <remarks>Names and forms: AOSP's fastboot README. Variables with an argument stand here once per argument, as <c>getvar all</c> shows them.</remarks>
internal static class BootloaderVariables
{
    /// <summary>The largest download that is taken.</summary>
    public const uint MaxDownload = 256 * 1024 * 1024;

    /// <summary>All variables in a fixed order.</summary>
    /// <param name="facts">What the factory put in.</param>
    /// <param name="state">What the block says; <c>null</c> for a phone that was never started.</param>
    /// <param name="flash">The storage; <c>null</c> where there is none to ask.</param>
    /// <param name="record">What the bootloader remembers.</param>
    /// <param name="isUserspace">In fastbootd.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PhoneFacts facts, BlockState? state, PhoneFlash? flash = null, LoaderRecord? record = null, bool isUserspace = false) =>
    [
        New("version", "0.4"),
        New("version-bootloader", facts.BootloaderVersion),
        New("version-baseband", "none"),
        New("version-os", $"{facts.SystemName} {facts.SystemVersion}"),
        New("product", facts.Product),
        New("variant", facts.Model),
        New("serialno", facts.Serial),
        New("secure", "yes"),
        New("unlocked", YesNo(record is { IsUnlocked: true })),
        New("anti", (record?.AntiIndex ?? facts.AntiIndex).ToString(CultureInfo.InvariantCulture)),
        New("activation-lock", Word(state)),
        New("hw-revision", "1"),
        New("off-mode-charge", "1"),
        New("battery-voltage", "4100"),
        New("battery-soc", "87"),
        New("battery-soc-ok", "yes"),
        New("max-download-size", Hex(MaxDownload)),
        New("max-fetch-size", Hex(MaxDownload)),
        New("current-slot", flash?.Slots.Active ?? "a"),
        New("slot-count", PhoneSlots.Letters.Count.ToString(CultureInfo.InvariantCulture)),
        .. PhoneSlots.Letters.Select(slot => New($"slot-successful:{slot}", YesNo(StateOf(flash, slot).IsSuccessful))),
        .. PhoneSlots.Letters.Select(slot => New($"slot-unbootable:{slot}", YesNo(StateOf(flash, slot).IsUnbootable))),
        .. PhoneSlots.Letters.Select(slot => New($"slot-retry-count:{slot}", StateOf(flash, slot).Retries.ToString(CultureInfo.InvariantCulture))),
        .. Names(flash).Select(BaseName).Distinct().Select(name => New($"has-slot:{name}", YesNo(!Names(flash).Contains(name)))),
        .. Names(flash).Select(name => New($"partition-size:{name}", Hex(flash?.SizeOf(name) ?? PhoneLayout.Find(name)!.Size))),
        .. Names(flash).Select(name => New($"partition-type:{name}", "raw")),
        .. Names(flash).Select(name => New($"is-logical:{name}", YesNo(PhoneLayout.Find(name) is null))),
        New("super-partition-name", PhoneLayout.Super),
        New("is-userspace", YesNo(isUserspace)),
        New("snapshot-update-status", "none"),
        New("erase-block-size", Hex(PhoneLayout.EraseUnit)),
        New("logical-block-size", Hex(PhoneLayout.SectorSize)),
        New("cpu-abi", "x86_64"),
        New("treble-enabled", "false"),
        New("dynamic-partition", "true"),
    ];

    private static KeyValuePair<string, string> New(string name, string value) => KeyValuePair.Create(name, value);

    private static GptSlotState StateOf(PhoneFlash? flash, string slot) => flash?.Slots.StateOf(slot) ?? default;

    private static IEnumerable<string> Names(PhoneFlash? flash) => PhoneLayout.Partitions.Select(partition => partition.Name).Concat(flash?.Logical.Select(partition => partition.Name) ?? []);

    private static string Hex(long value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string BaseName(string partition) =>
        partition.EndsWith("_a", StringComparison.Ordinal) || partition.EndsWith("_b", StringComparison.Ordinal) ? partition[..^2] : partition;

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

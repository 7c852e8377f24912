using Tenure.Protocols.Cbor;
using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tickets;

/// <summary>
/// What a device says it is, beside model and software: in evidence of purpose <see cref="EvidencePurpose.Enrol"/> and <see cref="EvidencePurpose.Session"/>, and without its IMEIs and cards in
/// <see cref="EvidencePurpose.Flash"/> and <see cref="EvidencePurpose.Unlock"/>. Claims, until a maker's manifest says the same.
/// </summary>
/// <remarks>Each is left out where the device does not know it or its person does not want it said.</remarks>
public sealed record DeviceFacts
{
    /// <summary>Nothing is said.</summary>
    public static readonly DeviceFacts None = new();

    /// <summary>1 to 64 bytes of UTF-8; tells devices of one model apart.</summary>
    public string? Serial { get; init; }

    /// <summary>One for each modem, 1 to 4, in the order of the slots, none twice.</summary>
    public IReadOnlyList<Imei>? Imeis { get; init; }

    /// <summary>Where the hardware was made for, such as <c>EU</c>: 1 to 16 bytes of UTF-8.</summary>
    public string? Region { get; init; }

    /// <summary>Anti-rollback: the lowest version that still starts, by its location; 1 to 32.</summary>
    public IReadOnlyDictionary<uint, ulong>? RollbackIndexes { get; init; }

    /// <summary>Whether other systems than the maker's start.</summary>
    public BootloaderState? Bootloader { get; init; }

    /// <summary>The cards that are in, at most 8, by rising slot; empty when none is. Only in <see cref="EvidencePurpose.Session"/>.</summary>
    public IReadOnlyList<SimCard>? Sims { get; init; }

    /// <summary>What hardware and modems report; whatever no claim may hold is left out, so that a device with an odd label can still speak.</summary>
    /// <param name="serial">As printed on the device.</param>
    /// <param name="imeis">As the modems say them, with a check digit or without.</param>
    /// <param name="region">Where it was made for.</param>
    /// <param name="rollbackIndexes">By location.</param>
    public static DeviceFacts Reported(string? serial, IEnumerable<string> imeis, string? region, IReadOnlyDictionary<uint, ulong> rollbackIndexes)
    {
        ArgumentNullException.ThrowIfNull(imeis);
        ArgumentNullException.ThrowIfNull(rollbackIndexes);
        List<Imei> read = [.. imeis.Select(text => Imei.TryReport(text, out var imei) ? imei : (Imei?)null).OfType<Imei>().Distinct().Take(ClaimSizes.Imeis)];
        return new DeviceFacts
        {
            Serial = PlainText.IsGood(serial, ClaimSizes.Name) ? serial : null,
            Imeis = read.Count > 0 ? read : null,
            Region = PlainText.IsGood(region, ClaimSizes.Region) ? region : null,
            RollbackIndexes = rollbackIndexes.Count is > 0 and <= ClaimSizes.RollbackIndexes ? rollbackIndexes : null,
        };
    }
}

using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tickets;

/// <summary>What a device says it is, beside model and software: in evidence of purpose <see cref="EvidencePurpose.Enrol"/> and <see cref="EvidencePurpose.Session"/>. Claims, until a maker's manifest says the same.</summary>
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
}

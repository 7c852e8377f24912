using Tenure.Protocols.Firehose;

namespace Tenure.Protocols.Firmware;

/// <summary>What a maker signs of a package of firmware: for which devices it is, and every byte that is written where.</summary>
/// <remarks>docs/protocols/firmware.md. Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record FirmwareManifest
{
    /// <summary>Entries, at most.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Files of the package, at most.</summary>
    public const int MaxFiles = 1024;

    /// <summary>Regions, at most.</summary>
    public const int MaxRegions = 16;

    /// <summary>Ranges of user data, at most.</summary>
    public const int MaxUserData = 256;

    /// <summary>The model, as devices say it in evidence: 1 to 64 bytes of UTF-8.</summary>
    public required string Product { get; init; }

    /// <summary>The version as people see it: 1 to 128 bytes of UTF-8.</summary>
    public required string Version { get; init; }

    /// <summary>The hardware regions that it is for, 1 to 16, each 1 to 16 bytes of UTF-8, none twice.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Its anti-rollback indexes by their location, at most 32; one that is missing is 0.</summary>
    public IReadOnlyDictionary<uint, ulong> RollbackIndexes { get; init; } = new Dictionary<uint, ulong>();

    /// <summary>The day of its security patches.</summary>
    public required DateOnly PatchLevel { get; init; }

    /// <summary>The storage that it is for.</summary>
    public required FirmwareStorage Storage { get; init; }

    /// <summary>The files of the package as they lie there; at most <see cref="MaxFiles"/>, no name twice in any case.</summary>
    public IReadOnlyList<FirmwareFile> Files { get; init; } = [];

    /// <summary>What is done, 1 to <see cref="MaxEntries"/>.</summary>
    public required IReadOnlyList<FirmwareEntry> Entries { get; init; }

    /// <summary>Where a person's data lies; at most <see cref="MaxUserData"/>.</summary>
    public IReadOnlyList<FirmwareRange> UserData { get; init; } = [];

    /// <summary>How a factory may divide the storage (<see cref="Firehose.Provisioning.Digest"/>, 32 bytes); <c>null</c>: nobody divides it. No restore does it.</summary>
    public byte[]? Provisioning { get; init; }

    /// <summary>The entries that a restore has to do, in their order.</summary>
    /// <param name="eraseUserData">Whether the person's data goes; otherwise what touches it is left out. A patch of the partition tables touches nobody's data, though a maker may say that this goes up to the end of the unit.</param>
    /// <param name="sectorsOf">The sectors of each unit of a device. Where no device is known the smallest that will do: on a larger one what is counted from the end lies further away from what is counted from the start.</param>
    public IReadOnlyList<FirmwareEntry> EntriesFor(bool eraseUserData, Func<int, long>? sectorsOf = null)
    {
        var sectors = sectorsOf ?? (unit => Storage.LeastSectors[unit]);
        return eraseUserData ? Entries : [.. Entries.Where(entry => !UserData.Any(data => Touches(entry, data, sectors(data.Unit))))];
    }

    /// <summary>The index of a location.</summary>
    public ulong IndexOf(uint location) => RollbackIndexes.TryGetValue(location, out var index) ? index : 0;

    // No command begins at a sector that is worked out.
    private bool Touches(FirmwareEntry entry, FirmwareRange data, long sectors)
    {
        FirmwareRange? range = entry switch
        {
            FirmwareProgram program => program.Range,
            FirmwareErase erase => erase.Range,
            FirmwarePatch patch => new(patch.Unit, FirehoseExpression.Parse(patch.Start).SectorNumber ?? 0, 1),
            _ => null,
        };
        if (range is not { } run || run.Unit != data.Unit || (entry is FirmwarePatch && Storage.IsTable(run.FirstOf(sectors), sectors)))
        {
            return false;
        }

        return run.FirstOf(sectors) < data.FirstOf(sectors) + data.CountOf(sectors) && data.FirstOf(sectors) < run.FirstOf(sectors) + run.CountOf(sectors);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>What a package says for emergency mode: the programmer, rawprogramN.xml and patchN.xml.</summary>
public sealed partial class PackageLists
{
    private PackageLists(string programmer, int sectorSize, IReadOnlyList<FlashEntry> places, IReadOnlyList<ListedImage> images, IReadOnlyList<FirehosePatchCommand> patches)
    {
        Programmer = programmer;
        SectorSize = sectorSize;
        Places = places;
        Images = images;
        Patches = patches;
    }

    /// <summary>The file that the boot ROM is given.</summary>
    public string Programmer { get; }

    /// <summary>ufs or emmc: what the lists' sectors say, 4096 bytes or 512.</summary>
    public string MemoryName => Memory(SectorSize);

    /// <summary>Bytes of a sector, the same in all lists.</summary>
    public int SectorSize { get; }

    /// <summary>All lines of the lists, also those that only say that a partition is there.</summary>
    public IReadOnlyList<FlashEntry> Places { get; }

    /// <summary>What is written, in the order of the lists.</summary>
    public IReadOnlyList<ListedImage> Images { get; }

    /// <summary>What is erased.</summary>
    public IEnumerable<FlashEntry> Erases => Places.Where(place => place.Kind == FlashEntryKind.Erase);

    /// <summary>Numbers that are set afterwards.</summary>
    public IReadOnlyList<FirehosePatchCommand> Patches { get; }

    /// <summary>True when the package has lists for emergency mode.</summary>
    public static bool Has(FlashPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return package.Files.Keys.Any(file => Program().IsMatch(file));
    }

    /// <summary>Reads the lists.</summary>
    /// <exception cref="PackageException">They cannot be followed, or a file is missing.</exception>
    public static PackageLists Read(FlashPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var programs = Lists(package, Program());
        if (programs.Count == 0)
        {
            throw new PackageException(PackageFault.NotAPackage, "The package has no rawprogram list.");
        }

        var entries = programs.SelectMany(list => Reading(list, () => FlashList.ReadProgram(package.Read(list, FlashList.MaxBytes))).Select(entry => (List: list, Entry: entry))).ToList();
        var patches = Lists(package, Patch()).SelectMany(list => Reading(list, () => FlashList.ReadPatches(package.Read(list, FlashList.MaxBytes)))).Where(patch => patch.IsForDisk).ToList();
        var sizes = entries.Select(entry => entry.Entry.Place.SectorSize).Distinct().ToList();
        if (sizes is not [var sectorSize] || patches.Any(patch => patch.Place.SectorSize != sectorSize))
        {
            throw new PackageException(PackageFault.ListRefused, "All sectors of a package have one size.", programs[0]);
        }

        var images = entries.Where(entry => entry.Entry is { Kind: FlashEntryKind.Program, FileName: not null }).Select(entry => new ListedImage(entry.Entry, Beside(package, entry.List, entry.Entry.FileName!)));
        return new(FindProgrammer(package, Memory(sectorSize)), sectorSize, [.. entries.Select(entry => entry.Entry)], [.. images], patches);
    }

    private static string Memory(int sectorSize) => sectorSize == 4096 ? "ufs" : "emmc";

    private static string Beside(FlashPackage package, string list, string name)
    {
        var file = list[..(list.LastIndexOf('/') + 1)] + name;
        return package.Files.ContainsKey(file) ? file : package.Find(name) ?? throw new PackageException(PackageFault.FileMissing, $"{list} names it.", name);
    }

    private static List<string> Lists(FlashPackage package, Regex name) =>
        [.. package.Files.Keys.Select(file => (File: file, Match: name.Match(file))).Where(list => list.Match.Success)
            .OrderBy(list => int.Parse(list.Match.Groups[1].Value, CultureInfo.InvariantCulture)).Select(list => list.File)];

    private static string FindProgrammer(FlashPackage package, string memory)
    {
        var all = package.Files.Keys.Where(file => Programmers().IsMatch(file)).ToList();
        var fitting = all.Where(file => file.Contains(memory, StringComparison.OrdinalIgnoreCase)).ToList();
        return (fitting.Count > 0 ? fitting : all) switch
        {
            [var one] => one,
            [] => throw new PackageException(PackageFault.FileMissing, "A package for emergency mode has a programmer.", "prog_firehose_*"),
            [var first, ..] => throw new PackageException(PackageFault.ListRefused, "There is more than one programmer for this storage.", first),
        };
    }

    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.ListRefused, e.Message, file, inner: e);
        }
    }

    [GeneratedRegex("^(?:images/)?rawprogram([0-9]{1,2})\\.xml$")]
    private static partial Regex Program();

    [GeneratedRegex("^(?:images/)?patch([0-9]{1,2})\\.xml$")]
    private static partial Regex Patch();

    [GeneratedRegex("^(?:images/)?(?:prog_[A-Za-z0-9_]{0,80}firehose[A-Za-z0-9_]{0,80}\\.(?:elf|mbn|melf)|xbl_s_devprg_ns\\.melf)$")]
    private static partial Regex Programmers();
}

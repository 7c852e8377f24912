using Tenure.Flash.Images;
using Tenure.Flash.Packages;
using Tenure.Protocols;
using Tenure.Protocols.Firmware;

namespace Tenure.Flash.Restores;

/// <summary>What a restore in emergency mode does: the entries of the maker's manifest and nothing else, each with its bytes found in the package.</summary>
public sealed class RestorePlan
{
    private RestorePlan(FirmwareManifest manifest, PackageLists lists, IReadOnlyList<PlannedEntry> entries)
    {
        Manifest = manifest;
        Lists = lists;
        Entries = entries;
        Bytes = entries.Sum(entry => entry.Bytes);
    }

    /// <summary>What the maker signed.</summary>
    public FirmwareManifest Manifest { get; }

    /// <summary>What the package says beside it: the programmer, and where its files go.</summary>
    public PackageLists Lists { get; }

    /// <summary>In the manifest's order.</summary>
    public IReadOnlyList<PlannedEntry> Entries { get; }

    /// <summary>That are sent, all in all.</summary>
    public long Bytes { get; }

    /// <summary>Finds the bytes for each entry.</summary>
    /// <param name="package">The package.</param>
    /// <param name="lists">Its lists.</param>
    /// <param name="manifest">What the maker signed.</param>
    /// <param name="keepData">Leaves out what touches a person's data.</param>
    /// <exception cref="PackageException">The package has not all that the manifest asks for.</exception>
    public static RestorePlan Make(FlashPackage package, PackageLists lists, FirmwareManifest manifest, bool keepData)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(manifest);
        var places = lists.Images.Select(image => Place(package, image, manifest.Storage.SectorSize)).ToList();
        var kept = manifest.EntriesFor(!keepData).ToHashSet(ReferenceEqualityComparer.Instance);
        var entries = manifest.Entries.Select((entry, index) => (Entry: entry, Index: index)).Where(item => kept.Contains(item.Entry))
            .Select(item => item.Entry is FirmwareProgram program ? Fill(item.Index, program, places, manifest.Storage.SectorSize) : new PlannedEntry(item.Index, item.Entry));
        return new(manifest, lists, [.. entries]);
    }

    private static PlannedEntry Fill(int index, FirmwareProgram program, List<Filled> places, int sectorSize)
    {
        var range = program.Range;
        var place = places.FirstOrDefault(place => place.Unit == range.Unit && (place.First < 0) == (range.First < 0) && place.First <= range.First && range.First + range.Sectors <= place.First + place.Sectors)
            ?? throw new PackageException(PackageFault.ManifestNotCovered, $"No list of the package fills unit {range.Unit} from sector {range.First} on.");
        var offset = place.Offset + ((range.First - place.First) * sectorSize);
        return new(index, program, place.File, offset, Math.Min(range.Sectors * sectorSize, place.Length - offset));
    }

    private static Filled Place(FlashPackage package, ListedImage image, int sectorSize)
    {
        if (image.Entry.Place.SectorSize != sectorSize)
        {
            throw new PackageException(PackageFault.ListRefused, "The lists have other sectors than the manifest.", image.File);
        }

        try
        {
            using var stream = ImageStream.Open(package.OpenRead(image.File));
            var offset = image.Entry.FileSectorOffset * sectorSize;
            var sectors = (Math.Max(0, stream.Length - offset) + sectorSize - 1) / sectorSize;
            return new(
                image.Entry.Place.Unit,
                image.Entry.Place.Start.SectorNumber ?? throw new PackageException(PackageFault.ListRefused, "A place begins at a sector.", image.File),
                image.Entry.Place.Sectors == 0 ? sectors : Math.Min(sectors, image.Entry.Place.Sectors),
                image.File, offset, stream.Length);
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.FileWrong, e.Message, image.File, inner: e);
        }
    }

    private sealed record Filled(int Unit, long First, long Sectors, string File, long Offset, long Length);
}

using System.Security.Cryptography;
using Tenure.Flash.Images;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;

namespace Tenure.Flash.Packages;

/// <summary>For makers: makes the manifest of a package out of its lists and images. What a sparse image says nothing of is in no entry, and stays as it is on the device.</summary>
public static class ManifestMaker
{
    /// <summary>The manifest's name in a package.</summary>
    public const string FileName = "firmware.manifest";

    // Labels of partitions that hold what a person has made.
    private static readonly string[] Personal = ["userdata", "metadata"];

    /// <summary>Reads all of the package.</summary>
    /// <exception cref="PackageException">Its lists cannot be followed.</exception>
    public static async Task<FirmwareManifest> MakeAsync(FlashPackage package, ManifestFacts facts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(facts);
        var lists = PackageLists.Read(package);
        var size = lists.SectorSize;
        if (lists.Places.FirstOrDefault(place => place.Kind == FlashEntryKind.Zero) is { } zero)
        {
            // Left out it would keep the old bytes, and the restore would say that all is done.
            throw new PackageException(PackageFault.ListRefused, "A manifest has no entry for zeroout: write an image of zeros there.", zero.Label);
        }

        var entries = new List<FirmwareEntry>(lists.Erases.Select(erase => new FirmwareErase(Erased(erase))));
        foreach (var image in lists.Images)
        {
            await AddAsync(entries, package, image, size, ct);
        }

        entries.AddRange(lists.Patches.Select(patch => new FirmwarePatch(patch.Place.Unit, patch.Place.Start.ToString()!, patch.ByteOffset, patch.Size, patch.Value.ToString()!)));
        FirmwareRange[] data = [.. lists.Places.Where(place => Personal.Contains(place.Label, StringComparer.Ordinal)).Select(place => Range(place.Place, place.Label))];
        var units = Math.Max(entries.Max(entry => entry.Unit), data.Select(range => range.Unit).DefaultIfEmpty().Max()) + 1;
        entries.Add(new FirmwareBootable(lists.MemoryName == "ufs" && units > 1 ? 1 : 0));
        var division = PackageDivision.Read(package);
        if (division is not null && division.MemoryName != lists.MemoryName)
        {
            throw new PackageException(PackageFault.ListRefused, "The division is of another kind of storage than the lists.");
        }

        var files = new List<FirmwareFile>();
        foreach (var (name, length) in package.Files.Where(file => file.Key != FileName && !PackageTables.Has(file.Key)))
        {
            await using var stream = package.OpenRead(name);
            files.Add(new(name, length, await FileDigests.Sha256Async(stream, ct)));
        }

        return new()
        {
            Product = facts.Product,
            Version = facts.Version,
            Regions = facts.Regions,
            RollbackIndexes = facts.RollbackIndexes,
            PatchLevel = facts.PatchLevel,
            Storage = new(lists.MemoryName, size, [.. Enumerable.Range(0, units).Select(unit => Least(entries, data, unit))]),
            Files = files,
            Entries = entries,
            UserData = data,
            Provisioning = division?.Digest,
        };
    }

    private static FirmwareRange Range(FirehosePlace place, string? label) => new(
        place.Unit, place.Start.SectorNumber ?? throw new PackageException(PackageFault.ListRefused, "A place begins at a sector.", label), place.Sectors);

    // Without a number of sectors up to the end of the unit: from its first sector on that is the unit, from any other one a manifest cannot say it.
    private static FirmwareRange Erased(FlashEntry erase) => Range(erase.Place, erase.Label) is { Sectors: 0, First: not 0 }
        ? throw new PackageException(PackageFault.ListRefused, "An erasure up to the end of the unit begins at its first sector, or says how many sectors it has.", erase.Label)
        : Range(erase.Place, erase.Label);

    private static async Task AddAsync(List<FirmwareEntry> entries, FlashPackage package, ListedImage listed, int size, CancellationToken ct)
    {
        var place = listed.Entry.Place;
        var start = Range(place, listed.File).First;
        await using var image = ImageStream.Open(package.OpenRead(listed.File));
        var offset = listed.Entry.FileSectorOffset * size;
        var end = place.Sectors == 0 ? image.Length : Math.Min(image.Length, offset + (place.Sectors * size));
        foreach (var (from, to) in image.Runs().Select(run => (Math.Max(run.From, offset), Math.Min(run.To, end))).Where(run => run.Item1 < run.Item2))
        {
            for (var at = from; at < to; at += FirmwareProgram.MaxBytes)
            {
                var bytes = Math.Min(FirmwareProgram.MaxBytes, to - at);
                var sectors = (bytes + size - 1) / size;
                entries.Add(new FirmwareProgram(new(place.Unit, start + ((at - offset) / size), sectors), await DigestAsync(image, at, bytes, sectors * size, ct)));
            }
        }
    }

    private static async Task<byte[]> DigestAsync(ImageStream image, long at, long bytes, long padded, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        image.Position = at;
        for (var left = bytes; left > 0;)
        {
            var read = await image.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), ct);
            hash.AppendData(buffer.AsSpan(0, read));
            left -= read;
        }

        hash.AppendData(new byte[padded - bytes]);
        return hash.GetHashAndReset();
    }

    // From the start and from the end together, for they must not meet.
    private static long Least(List<FirmwareEntry> entries, FirmwareRange[] data, int unit)
    {
        var ranges = entries.Where(entry => entry.Unit == unit).Select(entry => entry switch { FirmwareProgram program => program.Range, FirmwareErase erase => erase.Range, _ => default })
            .Concat(data.Where(range => range.Unit == unit).Select(range => range with { Sectors = Math.Max(1, range.Sectors) })).ToList();
        return Math.Max(1, ranges.Where(range => range.First >= 0).Select(range => range.First + range.Sectors).DefaultIfEmpty().Max() + ranges.Where(range => range.First < 0).Select(range => -range.First).DefaultIfEmpty().Max());
    }
}

using Tenure.Protocols.Firehose;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firmware;

/// <summary>What must hold for every manifest.</summary>
internal static class FirmwareRules
{
    public const int MaxVersion = 128;
    public const int MaxName = 255;
    public const int MaxMemoryName = 16;

    private const int MaxUnits = 256;

    public static void Check(FirmwareManifest manifest)
    {
        ClaimRules.Text(manifest.Product, ClaimSizes.Name, "product");
        ClaimRules.Text(manifest.Version, MaxVersion, "version");
        Count(manifest.Regions.Count, 1, FirmwareManifest.MaxRegions, "regions");
        foreach (var region in manifest.Regions)
        {
            ClaimRules.Text(region, ClaimSizes.Region, "regions");
        }

        Require(manifest.Regions.Distinct(StringComparer.Ordinal).Count() == manifest.Regions.Count, "A region is there twice.", "regions");
        Count(manifest.RollbackIndexes.Count, 0, ClaimSizes.RollbackIndexes, "rollback_indexes");
        Check(manifest.Storage);
        Check(manifest.Files);
        Check(manifest.Provisioning);
        Count(manifest.Entries.Count, 1, FirmwareManifest.MaxEntries, "entries");
        foreach (var entry in manifest.Entries)
        {
            Check(entry, manifest.Storage);
        }

        CheckOverlaps(manifest);
        Count(manifest.UserData.Count, 0, FirmwareManifest.MaxUserData, "user_data");
        foreach (var range in manifest.UserData)
        {
            Require(range.Fits(LeastOf(range.Unit, manifest.Storage, "user_data")), "It is outside its unit.", "user_data");
        }
    }

    private static void Check(byte[]? provisioning)
    {
        if (provisioning is not null)
        {
            ClaimRules.Length(provisioning, ClaimSizes.Digest, "provisioning");
        }
    }

    private static void Check(FirmwareStorage storage)
    {
        Require(storage.MemoryName.Length is > 0 and <= MaxMemoryName && storage.MemoryName.All(char.IsAsciiLetterLower), "A storage has a name of lower-case letters.", "storage");
        Require(storage.SectorSize is 512 or 4096, "Sectors have 512 or 4096 bytes.", "storage");
        Count(storage.LeastSectors.Count, 1, MaxUnits, "storage");
        Require(storage.LeastSectors.All(sectors => sectors is > 0 and <= FirehosePlace.MaxSectors), "A unit has sectors.", "storage");
    }

    private static void Check(IReadOnlyList<FirmwareFile> files)
    {
        Count(files.Count, 0, FirmwareManifest.MaxFiles, "files");
        foreach (var file in files)
        {
            ClaimRules.Text(file.Name, MaxName, "files");
            Require(FlashList.IsSafeName(file.Name), "A file's name stays in the folder of its package.", "files");
            Require(file.Size >= 0, "A file has 0 bytes or more.", "files");
            ClaimRules.Length(file.Digest, ClaimSizes.Digest, "files");
        }

        // Folders of some hosts do not tell cases apart.
        Require(files.Select(file => file.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == files.Count, "A file is there twice.", "files");
    }

    private static void Check(FirmwareEntry entry, FirmwareStorage storage)
    {
        var least = LeastOf(entry.Unit, storage, "entries");
        switch (entry)
        {
            case FirmwareProgram program:
                ClaimRules.Length(program.Digest, ClaimSizes.Digest, "entries");
                Require(program.Range.Sectors is > 0 and var sectors && sectors <= FirmwareProgram.MaxBytes / storage.SectorSize, $"An extent has up to {FirmwareProgram.MaxBytes} bytes.", "entries");
                Require(program.Range.Fits(least), "An extent is outside its unit.", "entries");
                break;
            case FirmwareErase erase:
                Require(erase.Range is { First: 0, Sectors: 0 } || (erase.Range.Sectors > 0 && erase.Range.Fits(least)), "An erasure is of the whole unit, or inside it.", "entries");
                break;
            case FirmwarePatch patch:
                Require(IsUsual(patch.Start, mayBeChecksum: false) && IsUsual(patch.Value, mayBeChecksum: true), "An expression is in its usual form.", "entries");
                Require(patch.Size is >= 1 and <= 8 && patch.ByteOffset >= 0 && patch.ByteOffset <= storage.SectorSize - patch.Size, "A number lies in one sector.", "entries");
                break;
            default:
                break;
        }
    }

    // On a larger unit what is counted from the end only moves away from what is counted from the start, if it lies behind it on the smallest.
    private static void CheckOverlaps(FirmwareManifest manifest)
    {
        var last = (Unit: -1, End: 0L, IsFromEnd: false);
        foreach (var (unit, first, count, isFromEnd) in manifest.Entries.OfType<FirmwareProgram>()
            .Select(p => (p.Unit, First: p.Range.FirstOf(manifest.Storage.LeastSectors[p.Unit]), p.Range.Sectors, IsFromEnd: p.Range.First < 0)).OrderBy(r => r.Unit).ThenBy(r => r.First))
        {
            Require(unit != last.Unit || first >= last.End, "Two extents overlap.", "entries");
            Require(unit != last.Unit || isFromEnd || !last.IsFromEnd, "An extent counted from the end lies before one counted from the start: on a larger unit they would overlap.", "entries");
            last = (unit, first + count, isFromEnd);
        }
    }

    private static bool IsUsual(string text, bool mayBeChecksum)
    {
        try
        {
            var expression = FirehoseExpression.Parse(text);
            return string.Equals(expression.ToString(), text, StringComparison.Ordinal) && (mayBeChecksum || expression.IsPlain);
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static long LeastOf(int unit, FirmwareStorage storage, string field)
    {
        Require(unit >= 0 && unit < storage.LeastSectors.Count, "There is no such unit.", field);
        return storage.LeastSectors[unit];
    }

    private static void Count(int count, int least, int most, string field) => Require(count >= least && count <= most, $"{least} to {most} are expected.", field);

    private static void Require(bool holds, string message, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, message, field);
        }
    }
}

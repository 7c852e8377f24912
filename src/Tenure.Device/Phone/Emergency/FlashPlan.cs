using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone.Emergency;

/// <summary>What a ticket and its manifest let a host do to this phone, command by command. Decides and remembers; touches nothing.</summary>
/// <remarks>docs/protocols/firmware.md, "The gate", has the rules and their codes.</remarks>
public sealed class FlashPlan
{
    private readonly FlashOrder order;
    private readonly FlashDevice device;
    private readonly SectorSet personal;
    private readonly byte[]? division;
    private readonly IReadOnlyList<FirmwareEntry> entries;
    private readonly IReadOnlyList<FlashExtent> extents;
    private readonly SectorSet readable;
    private readonly HashSet<FirmwareEntry> done = [];
    private readonly HashSet<FlashExtent> failed = [];
    private readonly HashSet<FlashExtent> ownFailures = [];

    private FlashPlan(FirmwareManifest manifest, FlashOrder order, FlashDevice device)
    {
        (this.order, this.device) = (order, device);
        var tables = SectorSet.Of(Enumerable.Range(0, device.Storage.Units).SelectMany(TablesOf));
        division = manifest.Provisioning;
        personal = SectorSet.Of(manifest.UserData.Select(RangeOf));
        entries = manifest.EntriesFor(order.EraseUserData, device.Storage.Sectors);
        extents = [.. entries.OfType<FirmwareProgram>().Select(p => new FlashExtent(p, RangeOf(p.Range))).OrderBy(e => e.Range.Unit).ThenBy(e => e.Range.First)];
        readable = personal.Ranges.Aggregate(SectorSet.Of(extents.Select(e => e.Range)), (all, data) => all.Without(data)).With(tables.Ranges);
    }

    /// <summary>Extents that did not come whole, or with other bytes, and were not written again since; before this start, too.</summary>
    public IReadOnlyCollection<FlashExtent> Failed => failed;

    /// <summary>Entries that are done.</summary>
    public int Done => done.Count;

    /// <summary>Extents of which nothing is known since this start.</summary>
    public IReadOnlyList<FlashExtent> Unsaid => [.. extents.Where(e => !done.Contains(e.Entry) && !failed.Contains(e))];

    /// <summary>Whether this phone is flashed at all under a ticket, before the manifest is looked at.</summary>
    /// <exception cref="ProtocolException">It is lost, or cannot tell, and the ticket is not its holder's.</exception>
    public static void RequireOwner(FlashOrder order, FlashDevice device)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(device);
        Require(order.Actor == FlashActor.Holder || device.State is TicketState.Free or TicketState.Held, ProtocolErrorCode.DeviceLost, "only its holder may flash this phone", "state");
    }

    /// <summary>Whether this manifest may be flashed on this phone.</summary>
    /// <param name="manifest">The maker's, and the one that the ticket names.</param>
    /// <param name="order">What the ticket opens.</param>
    /// <param name="device">The phone.</param>
    /// <exception cref="ProtocolException">It may not, and why.</exception>
    public static FlashPlan Of(FirmwareManifest manifest, FlashOrder order, FlashDevice device)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(device);
        Require(string.Equals(manifest.Product, device.Model, StringComparison.Ordinal), ProtocolErrorCode.WrongDevice, "the package is for another product", "product");
        Require(string.Equals(order.Region, device.Region, StringComparison.Ordinal), ProtocolErrorCode.WrongRegion, "the ticket is for another region", "region");
        Require(device.Region is null || manifest.Regions.Contains(device.Region, StringComparer.Ordinal), ProtocolErrorCode.WrongRegion, "the package is for another region", "regions");
        foreach (var (location, least) in device.FusedIndexes.Concat(order.LeastIndexes))
        {
            Require(manifest.IndexOf(location) >= least, ProtocolErrorCode.Rollback, $"the package has index {manifest.IndexOf(location)} at location {location}, and {least} is the lowest", "rollback_indexes");
        }

        var (storage, wanted) = (device.Storage, manifest.Storage);
        Require(
            string.Equals(storage.MemoryName, wanted.MemoryName, StringComparison.Ordinal) && storage.SectorSize == wanted.SectorSize && storage.Units >= wanted.LeastSectors.Count
            && Enumerable.Range(0, wanted.LeastSectors.Count).All(unit => storage.Sectors(unit) >= wanted.LeastSectors[unit]),
            ProtocolErrorCode.OutsideManifest, "the package is for another storage", "storage");
        return new(manifest, order, device);
    }

    /// <summary>May this be done?</summary>
    /// <param name="command">What a host wants.</param>
    /// <param name="range">Where, when it names a place.</param>
    /// <returns>Why not; <c>null</c> when it may.</returns>
    public FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range)
    {
        if (range is { } place && device.Protected.Any(kept => SectorSet.Overlap(kept, place)))
        {
            return Refusal(ProtocolErrorCode.ProtectedRange, "lock, key and counters lie there");
        }

        return command switch
        {
            FirehoseConfigureCommand { SkipWrite: true } => Refusal(ProtocolErrorCode.ActionNotAllowed, "nothing is measured here: SkipWrite"),
            FirehoseConfigureCommand { SkipStorageInit: true } => MayDivide(),
            FirehoseOtherCommand { Element.Name: var name } when Provisioning.IsName(name) => MayDivide(),
            FirehoseConfigureCommand or FirehoseStorageCommand => null,
            FirehoseReadCommand or FirehoseDigestCommand => Operation(FlashOperations.Read) ?? Inside(readable.Covers(range!.Value)),
            FirehoseProgramCommand => Operation(FlashOperations.Program) ?? Inside(ExtentsOf(range!.Value).Count > 0) ?? AfterBad(ownFailures.Any(e => SectorSet.Overlap(e.Range, range.Value))),
            FirehoseEraseCommand => Operation(FlashOperations.Erase) ?? Inside(Matching(command, range).Any()) ?? AfterBad(mends: false),
            FirehosePatchCommand => Operation(FlashOperations.Patch) ?? Inside(Matching(command, range).Any()) ?? AfterBad(mends: false),
            FirehoseBootableCommand => Operation(FlashOperations.SetBootable) ?? Inside(Matching(command, range).Any()) ?? AfterBad(mends: false),
            _ => Refusal(ProtocolErrorCode.ActionNotAllowed, "not a command for this phone"),
        };
    }

    /// <summary>May the storage be divided so?</summary>
    /// <returns>Why not; <c>null</c> when it may.</returns>
    public FirehoseRefusal? RefuseDivision(Provisioning wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return MayDivide() ?? Inside(division is not null && CryptographicOperations.FixedTimeEquals(wanted.Digest, division));
    }

    /// <summary>The extents that a range is made of, in their order; none when it is not made of whole ones.</summary>
    public IReadOnlyList<FlashExtent> ExtentsOf(FirehoseRange range)
    {
        var parts = extents.Where(e => SectorSet.Overlap(e.Range, range)).ToList();
        return parts.Sum(e => e.Range.Sectors) == range.Sectors && parts.All(e => SectorSet.Of([range]).Covers(e.Range)) ? parts : [];
    }

    /// <summary>The extents that have a sector in one of these ranges.</summary>
    public IEnumerable<FlashExtent> ExtentsIn(SectorSet sectors) => extents.Where(e => sectors.Overlaps(e.Range));

    /// <summary>An extent was written.</summary>
    public void Written(FlashExtent extent, bool isGood)
    {
        Found(extent, isGood);
        _ = isGood ? ownFailures.Remove(extent) : ownFailures.Add(extent);
    }

    /// <summary>An extent that counted as bad before was looked at.</summary>
    public void Found(FlashExtent extent, bool isGood)
    {
        ArgumentNullException.ThrowIfNull(extent);
        if (isGood)
        {
            failed.Remove(extent);
            done.Add(extent.Entry);
        }
        else
        {
            failed.Add(extent);
            done.Remove(extent.Entry);
        }
    }

    /// <summary>An erasure, a patch or a unit to boot from was carried out.</summary>
    public void Carried(FirehoseCommand command, FirehoseRange? range)
    {
        done.UnionWith(Matching(command, range));
        if (command is FirehoseEraseCommand && range is { } erased)
        {
            // What was written there is gone.
            done.ExceptWith(extents.Where(e => SectorSet.Overlap(e.Range, erased)).Select(e => e.Entry));
        }
    }

    private IEnumerable<FirmwareEntry> Matching(FirehoseCommand command, FirehoseRange? range) => entries.Where(entry => (entry, command) switch
    {
        (FirmwareErase erase, FirehoseEraseCommand) => RangeOf(erase.Range) == range,
        (FirmwarePatch patch, FirehosePatchCommand c) => patch.Unit == c.Place.Unit && patch.ByteOffset == c.ByteOffset && patch.Size == c.Size && c.IsForDisk
            && string.Equals(patch.Start, c.Place.Start.ToString(), StringComparison.Ordinal) && string.Equals(patch.Value, c.Value.ToString(), StringComparison.Ordinal),
        (FirmwareBootable bootable, FirehoseBootableCommand c) => bootable.Unit == c.Unit,
        _ => false,
    });

    // Here first and number 0 are the whole unit.
    private FirehoseRange RangeOf(FirmwareRange range)
    {
        var sectors = device.Storage.Sectors(range.Unit);
        return new(range.Unit, range.FirstOf(sectors), range.CountOf(sectors));
    }

    // The partition tables, wherever a table itself says that they end: MBR, header and 16 KiB of entries, and the last two again at the end.
    private IEnumerable<FirehoseRange> TablesOf(int unit)
    {
        var (sectors, table) = (device.Storage.Sectors(unit), FirmwareStorage.TableSectors(device.Storage.SectorSize));
        return sectors <= 1 + (2 * table) ? [] : [new(unit, 0, 1 + table), new(unit, sectors - table, table)];
    }

    // A person's data goes with all the rest: a factory's ticket for a phone that nobody holds, which says that it may.
    private FirehoseRefusal? MayDivide() => Operation(FlashOperations.Provision) ?? (order.Actor == FlashActor.Factory && device.State == TicketState.Free && order.EraseUserData ? null
        : Refusal(ProtocolErrorCode.ActionNotAllowed, "only a factory divides the storage, of a phone that nobody holds, and all data goes"));

    private FirehoseRefusal? Operation(FlashOperations operation) => order.Operations.HasFlag(operation) ? null : Refusal(ProtocolErrorCode.ActionNotAllowed, $"the ticket does not open this: {operation}");

    private static FirehoseRefusal? Inside(bool isInside) => isInside ? null : Refusal(ProtocolErrorCode.OutsideManifest, "not in the manifest");

    // Whoever wrote a wrong image puts that right first, or switches off.
    private FirehoseRefusal? AfterBad(bool mends) => ownFailures.Count == 0 || mends ? null : Refusal(ProtocolErrorCode.DigestWrong, "an image is not the maker's: write it again first");

    private static FirehoseRefusal Refusal(ProtocolErrorCode code, string text) => new((int)code, text);

    private static void Require(bool holds, ProtocolErrorCode code, string message, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(code, message, field);
        }
    }
}

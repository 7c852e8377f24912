using System.Globalization;
using System.Security.Cryptography;

namespace Tenure.Protocols.Firehose;

/// <summary>How a storage is divided into units, as <c>provision*.xml</c> says it: elements <c>ufs</c> or <c>emmc</c> in a strict order, each with its attributes and no others. All that is stored goes with it.</summary>
/// <remarks>UFS as linux-msm/qdl reads it (ufs.c), the numbers in the ranges of JESD220; eMMC with the names that programmers know.</remarks>
public sealed class Provisioning
{
    /// <summary>Bytes of a file, at most.</summary>
    public const int MaxBytes = 1 << 16;

    /// <summary>Units, at most.</summary>
    public const int MaxUnits = 32;

    private const string Ufs = "ufs";
    private const string Emmc = "emmc";
    private const string UnitNumber = "LUNum";
    private const string Grow = "LUNtoGrow";
    private const string CommitName = "commit";
    private const string Description = "desc";
    private const int FirstDrive = 4;
    private const int EmmcSector = 512;
    private const long MaxKibibytes = 1L << 40;

    private static readonly Number[] Whole =
    [
        new("bNumberLU", 1, MaxUnits), new("bBootEnable", 0, 1), new("bDescrAccessEn", 0, 1), new("bInitPowerMode", 0, 1), new("bHighPriorityLUN", 0, 255), new("bSecureRemovalType", 0, 3),
        new("bInitActiveICCLevel", 0, 15), new("wPeriodicRTCUpdate", 0, 65_535), new("bConfigDescrLock", 0, 1),
    ];

    // All three or none: older storages know nothing of them.
    private static readonly Number[] Booster = [new("bWriteBoosterBufferPreserveUserSpaceEn", 0, 1), new("bWriteBoosterBufferType", 0, 1), new("shared_wb_buffer_size_in_kb", 0, MaxKibibytes)];

    private static readonly Number[] Each =
    [
        new(UnitNumber, 0, MaxUnits - 1), new("bLUEnable", 0, 1), new("bBootLunID", 0, 2), new("size_in_kb", 0, MaxKibibytes), new("bDataReliability", 0, 1), new("bLUWriteProtect", 0, 2), new("bMemoryType", 0, 6),
        new("bLogicalBlockSize", 9, 16), new("bProvisioningType", 0, 3), new("wContextCapabilities", 0, 65_535),
    ];

    private static readonly Number[] Drives =
    [
        new("DRIVE4_SIZE_IN_KB", 0, MaxKibibytes), new("DRIVE5_SIZE_IN_KB", 0, MaxKibibytes), new("DRIVE6_SIZE_IN_KB", 0, MaxKibibytes), new("DRIVE7_SIZE_IN_KB", 0, MaxKibibytes),
        new("ENH_SIZE", 0, uint.MaxValue), new("ENH_START_ADDR", 0, uint.MaxValue), new("GPP_ENH_FLAG", 0, 15),
    ];

    private readonly IReadOnlyList<FirehoseElement> elements;

    private Provisioning(string memoryName, IReadOnlyList<FirehoseElement> elements, IReadOnlyList<ProvisionedUnit> units, bool isForGood)
    {
        (MemoryName, Units, IsForGood) = (memoryName, units, isForGood);
        this.elements = elements;
    }

    /// <summary>ufs or emmc.</summary>
    public string MemoryName { get; }

    /// <summary>The units that there are afterwards, by number.</summary>
    public IReadOnlyList<ProvisionedUnit> Units { get; }

    /// <summary>It can never be changed again: bConfigDescrLock on UFS, always on eMMC.</summary>
    public bool IsForGood { get; }

    /// <summary>SHA-256 over the elements in their one usual form: what a manifest names.</summary>
    public byte[] Digest => SHA256.HashData([.. Elements(commit: true).SelectMany(element => FirehoseXml.Write(element, 0))]);

    /// <summary>True for the name of an element of this kind.</summary>
    public static bool IsName(string name) => name is Ufs or Emmc;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FlashListRefused"/>.</exception>
    public static Provisioning Read(ReadOnlySpan<byte> xml)
    {
        if (xml.Length > MaxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.FlashListRefused, $"A division has at most {MaxBytes} bytes.", "document");
        }

        try
        {
            return Of(FirehoseXml.Read(xml.StartsWith("\uFEFF"u8) ? xml[3..] : xml, "data", MaxUnits + 2, ProtocolErrorCode.FlashListRefused));
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.FirehoseRefused)
        {
            throw new ProtocolException(ProtocolErrorCode.FlashListRefused, e.Message, e.Field, e);
        }
    }

    /// <summary>Reads one element by itself, and all of its attributes.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>.</exception>
    public static ProvisioningStep StepOf(FirehoseElement element) => Usual(element).Step;

    /// <summary>All elements together, from the first to the end.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>.</exception>
    public static Provisioning Of(IReadOnlyList<FirehoseElement> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var steps = elements.Select(Usual).ToList();
        if (steps is not [{ Step: ProvisioningStep.Begin }, .., { Step: ProvisioningStep.Try or ProvisioningStep.Commit } end] || steps.Any(step => step.Element.Name != end.Element.Name))
        {
            throw Refused("element", "A division begins with the storage, goes on with its units, and ends.");
        }

        return end.Element.Name == Ufs ? OfUfs(steps) : OfEmmc(steps);
    }

    /// <summary>What is sent, in this order.</summary>
    /// <param name="commit">Else a trial.</param>
    public IReadOnlyList<FirehoseElement> Elements(bool commit) =>
        [.. elements.SkipLast(1), elements[^1] with { Attributes = [.. elements[^1].Attributes.Where(a => a.Key != CommitName), new(CommitName, commit ? "1" : "0")] }];

    private static Provisioning OfUfs(List<(ProvisioningStep Step, FirehoseElement Element)> steps)
    {
        Require(steps.Skip(1).SkipLast(1).All(step => step.Step == ProvisioningStep.Unit) && steps.Count > 2, UnitNumber, "Between its beginning and its end a division has units.");
        var (whole, grows) = (steps[0].Element, (int)Value(steps[^1].Element, Grow));
        var all = steps.Skip(1).SkipLast(1).Select(step => step.Element).ToList();
        Require(all.Zip(all.Skip(1)).All(pair => Value(pair.First, UnitNumber) < Value(pair.Second, UnitNumber)), UnitNumber, "Units come by their number, each once.");
        Require(all.All(unit => Value(unit, "bLUEnable") == 1 || Value(unit, "size_in_kb") == 0), "size_in_kb", "A unit that is not there has no size.");
        var units = all.Where(unit => Value(unit, "bLUEnable") == 1).Select(unit => new ProvisionedUnit(
            (int)Value(unit, UnitNumber), Value(unit, "size_in_kb"), 1 << (int)Value(unit, "bLogicalBlockSize"), (int)Value(unit, "bBootLunID"), Value(unit, UnitNumber) == grows)).ToList();
        Require(units.Count <= Value(whole, "bNumberLU"), "bNumberLU", "There are more units than it says.");
        Require(units.Any(unit => unit.Grows), Grow, "What is left goes to a unit that is there.");
        Require(units.All(unit => unit.Grows || unit.Kibibytes > 0), "size_in_kb", "A unit has a size, or takes what is left.");
        Require(units.Where(unit => unit.Boots > 0).GroupBy(unit => unit.Boots).All(group => group.Count() == 1), "bBootLunID", "A device starts from one unit, and from one other.");
        return new(Ufs, [.. steps.Select(step => step.Element)], units, Value(whole, "bConfigDescrLock") == 1);
    }

    private static Provisioning OfEmmc(List<(ProvisioningStep Step, FirehoseElement Element)> steps)
    {
        Require(steps.Count == 2, "element", "One element says how an eMMC is divided, and one ends it.");
        var units = Enumerable.Range(FirstDrive, 4).Select(drive => new ProvisionedUnit(drive, Find(steps[0].Element, $"DRIVE{drive}_SIZE_IN_KB") ?? 0, EmmcSector, 0, false)).Where(unit => unit.Kibibytes > 0);
        return new(Emmc, [.. steps.Select(step => step.Element)], [.. units], isForGood: true);
    }

    // In its usual form: attributes in one order, numbers decimal.
    private static (ProvisioningStep Step, FirehoseElement Element) Usual(FirehoseElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var read = new FirehoseAttributes(element);
        var attributes = new List<KeyValuePair<string, string>>();
        ProvisioningStep step;
        switch (element.Name)
        {
            case Ufs or Emmc when element.Find(CommitName) is not null:
                if (element.Name == Ufs)
                {
                    Take(read, attributes, [new(Grow, 0, MaxUnits - 1)]);
                }

                step = read.Flag(CommitName) ? ProvisioningStep.Commit : ProvisioningStep.Try;
                attributes.Add(new(CommitName, step == ProvisioningStep.Commit ? "1" : "0"));
                break;
            case Ufs when element.Find(UnitNumber) is not null:
                step = ProvisioningStep.Unit;
                Take(read, attributes, Each);

                // For people, and not sent on.
                read.Text(Description);
                break;
            case Ufs:
                step = ProvisioningStep.Begin;
                Take(read, attributes, Whole);
                if (Booster.Any(number => element.Find(number.Name) is not null))
                {
                    Take(read, attributes, Booster);
                }

                break;
            case Emmc:
                step = ProvisioningStep.Begin;
                Take(read, attributes, Drives.Where(number => element.Find(number.Name) is not null));
                break;
            default:
                throw read.Refused("element", "A storage is ufs or emmc.");
        }

        return read.Unknown is [] && attributes.Count > 0 ? (step, new(element.Name, attributes)) : throw read.Refused("element", $"There is nothing to divide by {string.Join(", ", read.Unknown)}.");
    }

    private static void Take(FirehoseAttributes read, List<KeyValuePair<string, string>> to, IEnumerable<Number> numbers) =>
        to.AddRange(numbers.Select(number => new KeyValuePair<string, string>(number.Name, read.Number(number.Name, number.Least, number.Most).ToString(CultureInfo.InvariantCulture))));

    private static long Value(FirehoseElement usual, string name) => Find(usual, name)!.Value;

    private static long? Find(FirehoseElement usual, string name) => usual.Find(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw Refused(field, message);
        }
    }

    private static ProtocolException Refused(string field, string message) => new(ProtocolErrorCode.FirehoseRefused, message, field);

    private readonly record struct Number(string Name, long Least, long Most);
}

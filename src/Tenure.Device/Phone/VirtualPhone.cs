using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tenure.Device.Block;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols.Avb;
using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone;

/// <summary>A phone whose whole state is a folder: the images of its storage, the SIM slots, and what the factory printed on it.</summary>
/// <remarks>One process at a time has it open; the file <c>power</c> is locked meanwhile.</remarks>
public sealed class VirtualPhone : IPhoneStorage, IDisposable
{
    /// <summary>How many SIM cards fit in.</summary>
    public const int SlotCount = 2;

    private const string FactsFile = "phone.json";
    private const string SimsFile = "sims.json";
    private const string FaultsFile = "faults.json";
    private const string BadFile = "bad.json";
    private const string ProgrammerFile = "programmer.elf";
    private const string MakerFile = "maker.pem";
    private const string LockFile = "power";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly FileStream powerLock;
    private readonly PhoneDisk disk;

    private VirtualPhone(string folder, FileStream powerLock)
    {
        Folder = folder;
        this.powerLock = powerLock;
        disk = PhoneDisk.Open(folder);
        Facts = ReadJson<PhoneFacts>(folder, FactsFile);
        Sims = ReadJson<List<SimSlot>>(folder, SimsFile);
        Faults = File.Exists(Path.Combine(folder, FaultsFile)) ? ReadJson<PhoneFaults>(folder, FaultsFile) : new();
        BadSectors = new(File.Exists(Path.Combine(folder, BadFile)) ? ReadJson<List<FirehoseRange>>(folder, BadFile) : [], ranges => Replace(BadFile, ranges));
    }

    /// <summary>Where the phone is kept.</summary>
    public string Folder { get; }

    /// <summary>What the factory put in.</summary>
    public PhoneFacts Facts { get; }

    /// <summary>The SIM slots.</summary>
    public IReadOnlyList<SimSlot> Sims { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public PhoneFaults Faults { get; private set; }

    /// <summary>The sectors whose bytes do not count: a phone that has some does not start.</summary>
    public BadSectors BadSectors { get; }

    /// <summary>Makes a phone as it leaves the factory: partitioned, blank, without a key.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="facts">What the factory puts in.</param>
    /// <param name="numbers">The numbers of the SIM cards that are put in, at most <see cref="SlotCount"/>.</param>
    /// <exception cref="PhoneFolderException">The folder holds a phone already.</exception>
    public static void Create(string folder, PhoneFacts facts, params IReadOnlyList<string> numbers)
    {
        ArgumentNullException.ThrowIfNull(facts);
        using var maker = PhoneFactory.NewMaker();
        Create(folder, facts, maker, numbers);

        // Who made this phone can make images for it.
        File.WriteAllText(Path.Combine(folder, MakerFile), maker.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The same, with the key of a maker.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="facts">What the factory puts in.</param>
    /// <param name="maker">Signs the first system; its public half is what verified boot trusts.</param>
    /// <param name="numbers">The numbers of the SIM cards that are put in, at most <see cref="SlotCount"/>.</param>
    /// <exception cref="PhoneFolderException">The folder holds a phone already.</exception>
    public static void Create(string folder, PhoneFacts facts, RSA maker, IReadOnlyList<string> numbers)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Count, SlotCount);
        Directory.CreateDirectory(folder);
        if (File.Exists(Path.Combine(folder, FactsFile)))
        {
            throw new PhoneFolderException($"{folder} holds a phone already.");
        }

        facts = facts with { AvbKey = AvbPublicKey.From(maker), AntiIndex = Math.Max(1, facts.AntiIndex) };
        PhoneDisk.Create(folder);
        File.WriteAllBytes(Path.Combine(folder, ProgrammerFile), Programmer.ImageFor(facts.Product));
        using (var disk = PhoneDisk.Open(folder))
        {
            PhoneFactory.Install(disk.Open, disk.Open, PhoneFactory.FirstSystem(facts), maker);
        }

        File.WriteAllText(Path.Combine(folder, SimsFile), JsonSerializer.Serialize(Slots(numbers), Json));

        // Last, because this file is what makes the folder a phone.
        File.WriteAllText(Path.Combine(folder, FactsFile), JsonSerializer.Serialize(facts, Json));
    }

    /// <summary>Takes the phone into the hand.</summary>
    /// <exception cref="PhoneFolderException">There is no phone in the folder.</exception>
    /// <exception cref="PhoneInUseException">Another process has it.</exception>
    public static VirtualPhone Open(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FactsFile)))
        {
            throw new PhoneFolderException($"{folder} holds no phone.");
        }

        if (!File.Exists(PhoneDisk.FileOf(folder, 0)))
        {
            throw new PhoneTooOldException(folder);
        }

        var powerLock = TakeLock(folder);
        try
        {
            return new VirtualPhone(folder, powerLock);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            powerLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens a partition of <see cref="PhoneLayout"/>.</summary>
    public IPartition Open(PhonePartition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return disk.Open(partition);
    }

    /// <summary>Opens a whole logical unit, partition tables and all.</summary>
    public IPartition OpenUnit(int unit) => disk.Open(unit);

    IPartition IPhoneStorage.Open(string name) =>
        Open(PhoneLayout.Find(name) ?? throw new ArgumentException($"There is no partition {name}.", nameof(name)));

    /// <summary>Makes something wrong, or right again.</summary>
    public void SetFaults(PhoneFaults faults)
    {
        Replace(FaultsFile, faults);
        Faults = faults;
    }

    /// <summary>What a recovery system does when asked to wipe: user data goes, the block stays.</summary>
    public void RecoveryWipe() => UserData.Erase(((IPhoneStorage)this).Open(PhoneLayout.UserData));

    /// <summary>Puts a card into its slot, or takes it out; the file is whole at each moment.</summary>
    public void Put(SimSlot card)
    {
        ArgumentNullException.ThrowIfNull(card);
        Sims = [.. Sims.Where(sim => sim.Slot != card.Slot).Append(card).OrderBy(sim => sim.Slot)];
        Replace(SimsFile, Sims);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        disk.Dispose();
        powerLock.Dispose();
    }

    // Whole at each moment, and on the medium when it returns.
    private void Replace<T>(string name, T content)
    {
        var file = Path.Combine(Folder, name);
        using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, content, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    private static IEnumerable<SimSlot> Slots(IReadOnlyList<string> numbers) =>
        Enumerable.Range(1, SlotCount).Select(slot => slot <= numbers.Count ? SimSlot.WithCard(slot, numbers[slot - 1]) : new SimSlot(slot, null, null));

    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new PhoneInUseException(folder);
        }
    }

    private static T ReadJson<T>(string folder, string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(folder, file)), Json) ?? throw new JsonException($"{file} is empty.");
}

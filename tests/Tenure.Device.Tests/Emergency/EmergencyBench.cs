using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Tests.Phone;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Emergency;

/// <summary>A phone in memory that somebody holds, its maker, and the signer of its server.</summary>
internal sealed class EmergencyBench : IDisposable
{
    public const int Sector = PhoneLayout.SectorSize;

    private const string Issuer = "https://tenure.example/";

    private static readonly ECDsa Root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa Standby = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa FlashSigner = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa Maker = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly MemoryPartition[] units = [.. Enumerable.Range(0, PhoneLayout.Units).Select(unit => new MemoryPartition((int)PhoneLayout.SizeOf(unit)))];
    private PhoneCore core;

    public EmergencyBench(BlockState state = BlockState.Held)
    {
        Facts = TemporaryPhone.Facts with
        {
            Region = "EU",
            RollbackIndexes = new Dictionary<uint, ulong> { [0] = 2 },
            ReleaseKeys = [ReleaseKey],
        };
        Manifest = Package.Manifest;
        for (var unit = 0; unit < units.Length; unit++)
        {
            using var image = new MemoryStream();
            Tenure.Protocols.Gpt.GptDisk.Create(image, PhoneDisk.Table(unit));
            units[unit].Write(0, image.GetBuffer().AsSpan(0, 1 << 15));
        }

        core = PhoneCore.Boot(new Parts(units), Facts);
        core.PinServer(Server);
        if (state != BlockState.Free)
        {
            core.Block.Move(BlockStep.Hold, core.Block.Content! with { State = BlockState.Held, Epoch = 1, HoldingId = new byte[16], MaskedHolder = "a•••" });
        }

        if (state == BlockState.Lost)
        {
            core.Block.Move(BlockStep.Lose, core.Block.Content! with { State = BlockState.Lost, Lost = new(null, null) });
        }

        if (state == BlockState.Untrusted)
        {
            Part(PhoneLayout.Block).Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        }

        Gate = PowerOn();
    }

    /// <summary>Whose tickets count.</summary>
    public static PinnedServer Server => new(new Uri(Issuer), Issuer, [PublicKeyP256.From(Root), PublicKeyP256.From(Standby)]);

    /// <summary>Whose manifests count, as a phone has it.</summary>
    public static string ReleaseKey => System.Buffers.Text.Base64Url.EncodeToString(PublicKeyP256.From(Maker).ToCoseKey());

    public PhoneFacts Facts { get; set; }

    public FakeTimeProvider Clock { get; } = new();

    public FirmwareManifest Manifest { get; set; }

    public List<FirehoseRange> Kept { get; } = [];

    public BadSectors Bad { get; private set; } = null!;

    public UnitStorage Storage { get; private set; } = null!;

    public FlashGate Gate { get; private set; }

    public PhoneCore Core => core;

    /// <summary>What the bootloader remembers, once the phone has a boot chain: <see cref="PhoneFacts.AvbKey"/>.</summary>
    public LoaderStore Loader => LoaderStore.Load(new Parts(units), core.Identity.Secret, Facts);

    /// <summary>The power comes back: all that is not on the storage is gone.</summary>
    /// <param name="power">Fails when it says so.</param>
    /// <param name="damage">What it does to what is written then.</param>
    public FlashGate PowerOn(PowerSupply? power = null, CutDamage damage = CutDamage.Prefix)
    {
        Gate?.Dispose();
        core.Dispose();
        IPartition[] powered = power is null ? units : [.. units.Select(unit => new PoweredPartition(unit, power, damage, PhoneLayout.EraseUnit))];
        core = PhoneCore.Inspect(new Parts(powered), Facts)!;
        Storage = new(powered);
        Bad = new(Kept.ToList(), ranges =>
        {
            Kept.Clear();
            Kept.AddRange(ranges);
        });
        return Gate = new(core, Storage, Bad, Clock);
    }

    public EmergencyMode Mode(EmergencyFaults? faults = null) => new(Facts, faults ?? new(), Storage, Gate, TimeProvider.System);

    public byte[] Ask()
    {
        var evidence = Gate.Challenge(out var refusal);
        Assert.Null(refusal);
        return evidence!;
    }

    public byte[] Signed(FirmwareManifest? manifest = null, ECDsa? maker = null) => SignedBy(manifest ?? Manifest, maker ?? Maker);

    /// <summary>A manifest of the maker, for any phone.</summary>
    public static byte[] SignedBy(FirmwareManifest manifest, ECDsa? maker = null) => FirmwareManifestCodec.Sign(manifest, maker ?? Maker);

    /// <summary>A ticket that opens all of a manifest for the holder, or is wrong in what is changed.</summary>
    public byte[] Ticket(byte[] evidence, byte[] manifest, Func<Ticket, Ticket>? change = null, Func<FlashOrder, FlashOrder>? order = null, SignerPurpose purpose = SignerPurpose.Flash, ECDsa? root = null, uint generation = 1) =>
        Ticket(core.Identity.PublicKey, evidence, manifest, change, order, purpose, root, generation);

    /// <summary>The same for any phone.</summary>
    public static byte[] Ticket(PublicKeyP256 phone, byte[] evidence, byte[] manifest, Func<Ticket, Ticket>? change = null, Func<FlashOrder, FlashOrder>? order = null, SignerPurpose purpose = SignerPurpose.Flash, ECDsa? root = null, uint generation = 1)
    {
        var said = EvidenceCodec.Verify(evidence, phone);
        var flash = new FlashOrder
        {
            JobId = new byte[16],
            Actor = FlashActor.Holder,
            Operations = FlashOperations.Program | FlashOperations.Erase | FlashOperations.Patch | FlashOperations.Read | FlashOperations.SetBootable,
            Manifest = FirmwareManifestCodec.Digest(manifest),
            Region = said.Facts.Region,
        };
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = said.Subject,
            TicketId = RandomNumberGenerator.GetBytes(16),
            Action = TicketAction.Flash,
            Epoch = said.Epoch,
            EvidenceDigest = EvidenceCodec.Digest(evidence),
            Lifetime = TimeSpan.FromMinutes(15),
            ServerGeneration = new byte[16],
            Flash = order?.Invoke(flash) ?? flash,
        };
        var certificate = new SignerCertificate { Issuer = Issuer, Purpose = purpose, Generation = generation, Key = PublicKeyP256.From(FlashSigner) };
        return SignedTicketCodec.Encode(TicketCodec.Sign(change?.Invoke(ticket) ?? ticket, FlashSigner), SignerCertificateCodec.Sign(certificate, root ?? Root));
    }

    /// <summary>The maker's word for packets.</summary>
    public static DigestTables Tables(IReadOnlyList<byte[]> packets) => DigestTables.Make(packets, Maker);

    public FirehoseRefusal? Open(Func<Ticket, Ticket>? change = null, Func<FlashOrder, FlashOrder>? order = null)
    {
        var manifest = Signed();
        return Gate.Open(Ticket(Ask(), manifest, change, order), manifest, out _);
    }

    public FirehoseRefusal? Write(FirehoseRange range, byte[] bytes, bool isWhole = true)
    {
        if (Gate.Refuse(new FirehoseProgramCommand(Place(range)), range) is { } refusal)
        {
            return refusal;
        }

        for (var at = 0; at < bytes.Length; at += 3 * Sector)
        {
            var piece = bytes.AsSpan(at, Math.Min(3 * Sector, bytes.Length - at));
            Gate.Writing(range, piece);
            units[range.Unit].Write((range.First * Sector) + at, piece);
        }

        return Gate.EndWriting(range, isWhole);
    }

    public static FirehosePlace Place(FirehoseRange range) => new(Sector, range.Unit, FirehoseExpression.Of(range.First), range.Sectors);

    public IPartition Part(string name) => new Parts(units).Open(name);

    public byte[] Read(FirehoseRange range)
    {
        var bytes = new byte[range.Sectors * Sector];
        units[range.Unit].Read(range.First * Sector, bytes);
        return bytes;
    }

    /// <summary>SHA-256 over all that a host might have changed, and over key and block.</summary>
    public string Everything()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[1 << 20];
        foreach (var partition in PhoneLayout.Partitions.Where(p => p.Name != PhoneLayout.Counters))
        {
            var part = Part(partition.Name);
            for (var at = 0L; at < part.Length; at += chunk.Length)
            {
                part.Read(at, chunk);
                hash.AppendData(chunk);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 over key and block.</summary>
    public string Lock()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in (string[])[PhoneLayout.Keys, PhoneLayout.Block])
        {
            var bytes = new byte[Part(name).Length];
            Part(name).Read(0, bytes);
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        Gate.Dispose();
        core.Dispose();
    }

    // All of a phone on its units, as in a folder.
    private sealed class Parts(IPartition[] units) : IPhoneStorage
    {
        public IPartition Open(string name)
        {
            var partition = PhoneLayout.Find(name)!;
            return new PartitionRange(units[partition.Unit], PhoneLayout.OffsetOf(name), partition.Size);
        }
    }
}

using System.Security.Cryptography;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>Keys and messages that are the same in every run. The private keys are SHA-256 of a word and guard nothing.</summary>
internal static class Fixed
{
    public const string Issuer = "https://tenure.example";

    public static ECDsa Device { get; } = Key("device");

    public static ECDsa OtherDevice { get; } = Key("other device");

    public static ECDsa Root { get; } = Key("root");

    public static ECDsa StandbyRoot { get; } = Key("standby root");

    public static ECDsa Maker { get; } = Key("maker");

    public static ECDsa HoldSigner { get; } = Key("hold");

    public static ECDsa ReleaseSigner { get; } = Key("release");

    public static ECDsa LogSigner { get; } = Key("log");

    public static ECDsa FlashSigner { get; } = Key("flash");

    /// <summary>A maker's key for firmware.</summary>
    public static ECDsa ReleaseKey { get; } = Key("firmware");

    public static PublicKeyP256 DeviceKey { get; } = PublicKeyP256.From(Device);

    public static PublicKeyP256 RootKey { get; } = PublicKeyP256.From(Root);

    public static IReadOnlyList<PublicKeyP256> Roots { get; } = [RootKey, PublicKeyP256.From(StandbyRoot)];

    public static ECDsa Key(string word)
    {
        var d = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes("tenure test key: " + word));
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
    }

    public static byte[] Bytes(int size, byte first) => [.. Enumerable.Range(first, size).Select(i => (byte)i)];

    /// <summary>All that a device can say it is.</summary>
    public static DeviceFacts Facts { get; } = new()
    {
        Serial = "T1-0001",
        Imeis = [Imei.FromDigits("49015420323751"), Imei.FromDigits("35209900176148")],
        Region = "EU",
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 3, [1] = 1_700_000_000, [4_000_000_000] = ulong.MaxValue },
        Bootloader = BootloaderState.Locked,
    };

    /// <summary>The cards of a device with two slots and one more for an eSIM.</summary>
    public static IReadOnlyList<SimCard> Sims { get; } = [Sim(1, "8999912345678901236", "Example Mobile"), Sim(3, "899991234567890124", null)];

    public static SimCard Sim(uint slot, string iccid, string? name) => new(slot, Iccid.TryRead(iccid, out var read) ? read : throw new FormatException(iccid), name);

    public static Evidence Evidence(EvidencePurpose purpose = EvidencePurpose.Activate) => new()
    {
        Purpose = purpose,
        Subject = DeviceKey.Thumbprint,
        Audience = RootKey.Thumbprint,
        ServerNonce = Bytes(32, 0x10),
        DeviceNonce = Bytes(32, 0x40),
        ConfirmationKey = purpose == EvidencePurpose.Enrol ? DeviceKey : null,
        HardwareModel = "lotus",
        SoftwareName = "Tenure virtual phone",
        SoftwareVersion = "0.1.0",
        OemBoot = true,
        DebugState = DebugState.DisabledSinceBoot,
        BootCount = 7,
        RequestCounter = 3,
        Epoch = 1,
        HoldingId = purpose is EvidencePurpose.Release or EvidencePurpose.Receipt ? Bytes(16, 0x80) : null,
        LastTicketId = purpose is EvidencePurpose.Receipt or EvidencePurpose.Decline ? Bytes(16, 0x70) : null,
        ServerGeneration = Bytes(16, 0xa0),
        SeenEntries = purpose == EvidencePurpose.Release ? Consents.Seen : null,
        State = purpose is EvidencePurpose.Flash or EvidencePurpose.Unlock ? TicketState.Held : null,
        Flashed = purpose is EvidencePurpose.Flashed ? new(Bytes(16, 0x78), Bytes(32, 0x58), 7, 1) : null,
        Facts = purpose is EvidencePurpose.Flash or EvidencePurpose.Unlock ? Facts with { Imeis = null } : DeviceFacts.None,
        Account = purpose is EvidencePurpose.Activate or EvidencePurpose.Transfer ? EvidenceCodec.AccountOf("an access token") : null,
    };

    /// <summary>What a holder's flash ticket opens.</summary>
    public static FlashOrder Order { get; } = new()
    {
        JobId = Bytes(16, 0x30),
        Actor = FlashActor.Holder,
        Operations = FlashOperations.Program | FlashOperations.Erase | FlashOperations.Patch | FlashOperations.Read | FlashOperations.SetBootable,
        Manifest = Bytes(32, 0x58),
        LeastIndexes = new Dictionary<uint, ulong> { [0] = 3 },
        EraseUserData = true,
        Region = "EU",
    };

    public static Ticket Ticket(TicketAction action = TicketAction.Hold, TicketState state = TicketState.Held)
    {
        var names = action is TicketAction.Hold || (action == TicketAction.Sync && state != TicketState.Free);
        var isLost = action is TicketAction.Lost || (action == TicketAction.Sync && state == TicketState.Lost);
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = DeviceKey.Thumbprint,
            TicketId = Bytes(16, 0x70),
            Action = action,
            Epoch = 1,
            EvidenceDigest = Bytes(32, 0xc0),
            Lifetime = TimeSpan.FromMinutes(15),
            ServerGeneration = Bytes(16, 0xa0),
            HoldingId = names || action == TicketAction.Release ? Bytes(16, 0x80) : null,
            MaskedHolder = names ? "a•••@example.org" : null,
            HolderHandle = names ? Bytes(44, 0x20) : null,
            Erase = action == TicketAction.Release ? true : null,
            State = action == TicketAction.Sync ? state : null,
            LostMessage = isLost ? "Please call me." : null,
            LostContact = isLost ? "+49 151 12345678" : null,
            EraseCode = action == TicketAction.Erase ? "blue harbour" : null,
            CountedBoots = action == TicketAction.Recount ? 57 : null,
            Flash = action == TicketAction.Flash ? Order : null,
        };
        return action == TicketAction.Release ? ticket with { Consent = Consents.Consent.HashFor(ticket) } : ticket;
    }

    public static SignerCertificate Certificate(SignerPurpose purpose = SignerPurpose.Hold, uint generation = 2) => new()
    {
        Issuer = Issuer,
        Purpose = purpose,
        Generation = generation,
        Key = PublicKeyP256.From(purpose switch
        {
            SignerPurpose.Hold => HoldSigner,
            SignerPurpose.Log => LogSigner,
            SignerPurpose.Flash => FlashSigner,
            _ => ReleaseSigner,
        }),
    };

    public static Checkpoint Checkpoint(long size = 7) => new()
    {
        Issuer = Issuer,
        LogId = Bytes(16, 0xb0),
        Size = size,
        RootHash = Bytes(32, 0x20),
        At = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000),
    };

    public static LogSuccession Succession() => new()
    {
        Issuer = Issuer,
        Previous = Bytes(16, 0xb0),
        LogId = Bytes(16, 0xb8),
        At = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000),
    };

    public static byte[] Signed(Checkpoint checkpoint, SignerPurpose purpose = SignerPurpose.Log) => CheckpointCodec.Sign(
        checkpoint, purpose == SignerPurpose.Log ? LogSigner : HoldSigner, SignerCertificateCodec.Sign(Certificate(purpose, generation: 1), Root));

    /// <summary>As a device takes it: a release with its proof.</summary>
    public static byte[] Signed(Ticket ticket, SignerPurpose purpose = SignerPurpose.Hold, uint generation = 2) =>
        ticket.Action == TicketAction.Release ? SignedTicketCodec.WithProof(SignedAlone(ticket, purpose, generation), Consents.ProofFor(ticket)) : SignedAlone(ticket, purpose, generation);

    public static byte[] SignedAlone(Ticket ticket, SignerPurpose purpose = SignerPurpose.Hold, uint generation = 2) => SignedTicketCodec.Encode(
        TicketCodec.Sign(ticket, purpose switch { SignerPurpose.Hold => HoldSigner, SignerPurpose.Flash => FlashSigner, _ => ReleaseSigner }),
        SignerCertificateCodec.Sign(Certificate(purpose, generation), Root));

    public static TicketExpectation Expectation(params TicketAction[] actions) => new()
    {
        Issuer = Issuer,
        Subject = DeviceKey.Thumbprint,
        Epoch = 1,
        EvidenceDigest = Bytes(32, 0xc0),
        Actions = actions.Length == 0 ? [TicketAction.Hold] : actions,
        Elapsed = TimeSpan.FromSeconds(20),
    };
}

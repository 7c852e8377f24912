namespace Tenure.Protocols.Tickets;

/// <summary>Keys of CWT claims. Ours lie below -65536, the range for private use.</summary>
/// <remarks>RFC 8392 §9.1 and the IANA registry of CWT claims; RFC 8747 for cnf; RFC 9711 for the EAT claims. Never reuse a number.</remarks>
internal static class ClaimKeys
{
    public const int Issuer = 1;
    public const int Audience = 3;
    public const int IssuedAt = 6;
    public const int TokenId = 7;
    public const int Confirmation = 8;
    public const int Nonce = 10;
    public const int Ueid = 256;
    public const int HardwareModel = 259;
    public const int OemBoot = 262;
    public const int DebugStatus = 263;
    public const int Profile = 265;
    public const int BootCount = 267;
    public const int SoftwareName = 270;
    public const int SoftwareVersion = 271;

    public const int Purpose = -70001;
    public const int Epoch = -70002;
    public const int HoldingId = -70003;
    public const int LastTicketId = -70004;
    public const int ServerGeneration = -70005;
    public const int RequestCounter = -70006;
    public const int Account = -70007;
    public const int Serial = -70008;
    public const int Imeis = -70009;
    public const int Region = -70010;
    public const int RollbackIndexes = -70011;
    public const int Bootloader = -70012;
    public const int Sims = -70013;
    public const int SeenEntries = -70014;
    public const int DeviceState = -70015;
    public const int FlashTicketId = -70016;
    public const int FlashOutcome = -70017;
    public const int CaseNumber = -70018;
    public const int ScreenUnlocked = -70038;

    public const int Action = -70020;
    public const int EvidenceDigest = -70021;
    public const int Lifetime = -70022;
    public const int MaskedHolder = -70023;
    public const int Erase = -70024;
    public const int State = -70025;
    public const int LostMessage = -70026;
    public const int LostContact = -70027;
    public const int HolderHandle = -70028;
    public const int EraseCode = -70029;
    public const int Consent = -70030;
    public const int CountedBoots = -70031;
    public const int FlashJob = -70032;
    public const int FlashActor = -70033;
    public const int FlashOperations = -70034;
    public const int FirmwareDigest = -70035;
    public const int LeastIndexes = -70036;
    public const int EraseUserData = -70037;

    public const int SignerPurpose = -70040;
    public const int SignerGeneration = -70041;

    public const int LogId = -70060;
    public const int TreeSize = -70061;
    public const int RootHash = -70062;
    public const int PreviousLogId = -70063;

    public const int StatementKind = -70080;
    public const int StatementSerial = -70081;
    public const int Floors = -70082;
    public const int NewRoots = -70083;
    public const int NewIssuer = -70084;
    public const int NotBeforeDay = -70085;
    public const int Announcement = -70086;

    public const int ManifestDevices = -70090;
    public const int ManifestDigest = -70091;

    public const int FirmwareProduct = -70101;
    public const int FirmwareVersion = -70102;
    public const int FirmwareRegions = -70103;
    public const int FirmwareIndexes = -70104;
    public const int FirmwarePatchLevel = -70105;
    public const int FirmwareStorage = -70106;
    public const int FirmwareFiles = -70107;
    public const int FirmwareEntries = -70108;
    public const int FirmwareUserData = -70109;
    public const int FirmwareProvisioning = -70110;
}

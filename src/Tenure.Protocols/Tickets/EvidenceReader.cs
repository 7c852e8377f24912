using System.Formats.Cbor;
using System.Text;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>Collects the claims of evidence from a map. An unknown claim is refused: a new one needs a new profile.</summary>
internal sealed class EvidenceReader
{
    private readonly ClaimPresence present = new();
    private EvidencePurpose purpose;
    private KeyThumbprint subject;
    private KeyThumbprint audience;
    private byte[]? serverNonce;
    private byte[] deviceNonce = [];
    private PublicKeyP256? confirmationKey;
    private string hardwareModel = "";
    private string softwareName = "";
    private string softwareVersion = "";
    private bool oemBoot;
    private DebugState debugState;
    private uint bootCount;
    private uint requestCounter;
    private uint epoch;
    private byte[]? holdingId;
    private byte[]? lastTicketId;
    private byte[]? serverGeneration;
    private byte[]? account;
    private long? seenEntries;
    private TicketState? state;
    private byte[]? flashTicketId;
    private byte[]? firmware;
    private (uint Done, uint Failed)? outcome;
    private string? caseNumber;
    private bool isScreenUnlocked;
    private DeviceFacts facts = DeviceFacts.None;

    public Evidence Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload");
        while (!reader.AtMapEnd)
        {
            ReadClaim(reader, present.Add(reader.ReadLabel("claim")));
        }

        reader.ReadEnd();
        present.Require(
            (ClaimKeys.Audience, "aud"), (ClaimKeys.Nonce, "eat_nonce"), (ClaimKeys.Ueid, "ueid"), (ClaimKeys.HardwareModel, "hwmodel"),
            (ClaimKeys.OemBoot, "oemboot"), (ClaimKeys.DebugStatus, "dbgstat"), (ClaimKeys.Profile, "eat_profile"), (ClaimKeys.BootCount, "bootcount"),
            (ClaimKeys.SoftwareName, "swname"), (ClaimKeys.SoftwareVersion, "swversion"), (ClaimKeys.Purpose, "purpose"), (ClaimKeys.Epoch, "epoch"),
            (ClaimKeys.RequestCounter, "request_counter"));
        return Collect();
    }

    private void ReadClaim(CanonicalCborReader reader, int key)
    {
        switch (key)
        {
            case ClaimKeys.Audience: audience = ReadAudience(reader); break;
            case ClaimKeys.Confirmation: confirmationKey = Confirmation.Read(reader); break;
            case ClaimKeys.Nonce: ReadNonces(reader); break;
            case ClaimKeys.Ueid: subject = KeyThumbprint.FromUeid(reader.ReadSlice("ueid", KeyThumbprint.UeidSize).Span); break;
            case ClaimKeys.HardwareModel: hardwareModel = ReadModel(reader); break;
            case ClaimKeys.OemBoot: oemBoot = reader.ReadBoolean("oemboot"); break;
            case ClaimKeys.DebugStatus: debugState = (DebugState)reader.ReadUInt32("dbgstat"); break;
            case ClaimKeys.Profile: ReadProfile(reader); break;
            case ClaimKeys.BootCount: bootCount = reader.ReadUInt32("bootcount"); break;
            case ClaimKeys.SoftwareName: softwareName = reader.ReadText("swname", ClaimSizes.Name); break;
            case ClaimKeys.SoftwareVersion: softwareVersion = ReadVersion(reader); break;
            case ClaimKeys.Purpose: purpose = (EvidencePurpose)reader.ReadUInt32("purpose"); break;
            case ClaimKeys.Epoch: epoch = reader.ReadUInt32("epoch"); break;
            case ClaimKeys.HoldingId: holdingId = reader.ReadBytes("holding_id", ClaimSizes.Id); break;
            case ClaimKeys.LastTicketId: lastTicketId = reader.ReadBytes("last_ticket_id", ClaimSizes.Id); break;
            case ClaimKeys.ServerGeneration: serverGeneration = reader.ReadBytes("server_generation", ClaimSizes.Id); break;
            case ClaimKeys.RequestCounter: requestCounter = reader.ReadUInt32("request_counter"); break;
            case ClaimKeys.Account: account = reader.ReadBytes("account", ClaimSizes.Digest); break;
            case ClaimKeys.Serial: facts = facts with { Serial = reader.ReadText("serial", ClaimSizes.Name) }; break;
            case ClaimKeys.Imeis: facts = facts with { Imeis = DeviceFactsClaims.ReadImeis(reader) }; break;
            case ClaimKeys.Region: facts = facts with { Region = reader.ReadText("region", ClaimSizes.Region) }; break;
            case ClaimKeys.RollbackIndexes: facts = facts with { RollbackIndexes = DeviceFactsClaims.ReadIndexes(reader) }; break;
            case ClaimKeys.Bootloader: facts = facts with { Bootloader = (BootloaderState)reader.ReadUInt32("bootloader") }; break;
            case ClaimKeys.DeviceState: state = (TicketState)reader.ReadUInt32("state"); break;
            case ClaimKeys.FlashTicketId: flashTicketId = reader.ReadBytes("flash_ticket_id", ClaimSizes.Id); break;
            case ClaimKeys.FlashOutcome: outcome = FlashClaims.ReadOutcome(reader); break;
            case ClaimKeys.FirmwareDigest: firmware = reader.ReadBytes("firmware_digest", ClaimSizes.Digest); break;
            case ClaimKeys.Sims: facts = facts with { Sims = DeviceFactsClaims.ReadSims(reader) }; break;
            case ClaimKeys.SeenEntries: seenEntries = reader.ReadInt63("seen_entries"); break;
            case ClaimKeys.CaseNumber: caseNumber = reader.ReadText("case_number", ClaimSizes.CaseNumber); break;
            case ClaimKeys.ScreenUnlocked: isScreenUnlocked = reader.ReadBoolean("screen_unlocked"); break;
            default: throw ClaimPresence.Unexpected(key);
        }
    }

    private static KeyThumbprint ReadAudience(CanonicalCborReader reader) => KeyThumbprint.ParseUri(reader.ReadText("aud", ClaimSizes.Issuer));

    private static void ReadProfile(CanonicalCborReader reader)
    {
        if (!string.Equals(reader.ReadText("eat_profile", ClaimSizes.Issuer), Evidence.Profile, StringComparison.Ordinal))
        {
            throw new ProtocolException(ProtocolErrorCode.TypeRefused, $"The profile must be {Evidence.Profile}.", "eat_profile");
        }
    }

    private static string ReadVersion(CanonicalCborReader reader)
    {
        reader.ReadArray("swversion", 1);
        var version = reader.ReadText("swversion", ClaimSizes.Name);
        reader.ReadArrayEnd();
        return version;
    }

    private static string ReadModel(CanonicalCborReader reader)
    {
        try
        {
            return StrictUtf8.Encoding.GetString(reader.ReadSlice("hwmodel").Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The model is not UTF-8.", "hwmodel", e);
        }
    }

    private void ReadNonces(CanonicalCborReader reader)
    {
        if (reader.Peek("eat_nonce") != CborReaderState.StartArray)
        {
            deviceNonce = reader.ReadBytes("eat_nonce", ClaimSizes.Nonce);
            return;
        }

        reader.ReadArray("eat_nonce", 2);
        serverNonce = reader.ReadBytes("eat_nonce", ClaimSizes.Nonce);
        deviceNonce = reader.ReadBytes("eat_nonce", ClaimSizes.Nonce);
        reader.ReadArrayEnd();
    }

    private Evidence Collect() => new()
    {
        Purpose = purpose,
        Subject = subject,
        Audience = audience,
        ServerNonce = serverNonce,
        DeviceNonce = deviceNonce,
        ConfirmationKey = confirmationKey,
        HardwareModel = hardwareModel,
        SoftwareName = softwareName,
        SoftwareVersion = softwareVersion,
        OemBoot = oemBoot,
        DebugState = debugState,
        BootCount = bootCount,
        RequestCounter = requestCounter,
        Epoch = epoch,
        HoldingId = holdingId,
        LastTicketId = lastTicketId,
        ServerGeneration = serverGeneration,
        Account = account,
        SeenEntries = seenEntries,
        State = state,
        Flashed = FlashClaims.Collect(flashTicketId, firmware, outcome),
        CaseNumber = caseNumber,
        IsScreenUnlocked = isScreenUnlocked,
        Facts = facts,
    };
}

using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>Collects the claims of a ticket from a map. An unknown claim is refused: a device must not carry out half an order.</summary>
internal sealed class TicketReader
{
    private readonly ClaimPresence present = new();
    private string issuer = "";
    private KeyThumbprint subject;
    private byte[] ticketId = [];
    private TicketAction action;
    private uint epoch;
    private byte[] evidenceDigest = [];
    private TimeSpan lifetime;
    private byte[] serverGeneration = [];
    private byte[]? holdingId;
    private string? maskedHolder;
    private bool? erase;
    private TicketState? state;
    private string? lostMessage;
    private string? lostContact;
    private byte[]? holderHandle;
    private string? eraseCode;
    private byte[]? consent;
    private uint? countedBoots;
    private string? region;
    private byte[]? job;
    private FlashActor? actor;
    private FlashOperations? operations;
    private byte[]? firmware;
    private Dictionary<uint, ulong>? leastIndexes;
    private bool? eraseUserData;

    public Ticket Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload");
        while (!reader.AtMapEnd)
        {
            ReadClaim(reader, present.Add(reader.ReadLabel("claim")));
        }

        reader.ReadEnd();
        present.Require(
            (ClaimKeys.Issuer, "iss"), (ClaimKeys.TokenId, "cti"), (ClaimKeys.Ueid, "ueid"), (ClaimKeys.Epoch, "epoch"),
            (ClaimKeys.ServerGeneration, "server_generation"), (ClaimKeys.Action, "action"), (ClaimKeys.EvidenceDigest, "evidence_digest"),
            (ClaimKeys.Lifetime, "lifetime"));
        return Collect();
    }

    private void ReadClaim(CanonicalCborReader reader, int key)
    {
        switch (key)
        {
            case ClaimKeys.Issuer: issuer = reader.ReadText("iss", ClaimSizes.Issuer); break;
            case ClaimKeys.TokenId: ticketId = reader.ReadBytes("cti", ClaimSizes.Id); break;
            case ClaimKeys.Ueid: subject = KeyThumbprint.FromUeid(reader.ReadSlice("ueid", KeyThumbprint.UeidSize).Span); break;
            case ClaimKeys.Epoch: epoch = reader.ReadUInt32("epoch"); break;
            case ClaimKeys.HoldingId: holdingId = reader.ReadBytes("holding_id", ClaimSizes.Id); break;
            case ClaimKeys.ServerGeneration: serverGeneration = reader.ReadBytes("server_generation", ClaimSizes.Id); break;
            case ClaimKeys.Action: action = (TicketAction)reader.ReadUInt32("action"); break;
            case ClaimKeys.EvidenceDigest: evidenceDigest = reader.ReadBytes("evidence_digest", ClaimSizes.Digest); break;
            case ClaimKeys.Lifetime: lifetime = TimeSpan.FromSeconds(reader.ReadUInt32("lifetime")); break;
            case ClaimKeys.MaskedHolder: maskedHolder = reader.ReadText("masked_holder", ClaimSizes.MaskedHolder); break;
            case ClaimKeys.Erase: erase = reader.ReadBoolean("erase"); break;
            case ClaimKeys.State: state = (TicketState)reader.ReadUInt32("state"); break;
            case ClaimKeys.LostMessage: lostMessage = reader.ReadText("lost_message", ClaimSizes.LostMessage); break;
            case ClaimKeys.LostContact: lostContact = reader.ReadText("lost_contact", ClaimSizes.LostContact); break;
            case ClaimKeys.HolderHandle: holderHandle = reader.ReadBytes("holder_handle", ClaimSizes.HolderHandle); break;
            case ClaimKeys.EraseCode: eraseCode = reader.ReadText("erase_code", ClaimSizes.EraseCode); break;
            case ClaimKeys.Consent: consent = reader.ReadBytes("consent", ClaimSizes.Digest); break;
            case ClaimKeys.CountedBoots: countedBoots = reader.ReadUInt32("counted_boots"); break;
            case ClaimKeys.Region: region = reader.ReadText("region", ClaimSizes.Region); break;
            case ClaimKeys.FlashJob: job = reader.ReadBytes("flash_job", ClaimSizes.Id); break;
            case ClaimKeys.FlashActor: actor = (FlashActor)reader.ReadUInt32("flash_actor"); break;
            case ClaimKeys.FlashOperations: operations = (FlashOperations)reader.ReadUInt32("flash_operations"); break;
            case ClaimKeys.FirmwareDigest: firmware = reader.ReadBytes("firmware_digest", ClaimSizes.Digest); break;
            case ClaimKeys.LeastIndexes: leastIndexes = DeviceFactsClaims.ReadIndexes(reader, least: 0, "least_indexes"); break;
            case ClaimKeys.EraseUserData: eraseUserData = reader.ReadBoolean("erase_user_data"); break;
            default: throw ClaimPresence.Unexpected(key);
        }
    }

    private Ticket Collect() => new()
    {
        Issuer = issuer,
        Subject = subject,
        TicketId = ticketId,
        Action = action,
        Epoch = epoch,
        EvidenceDigest = evidenceDigest,
        Lifetime = lifetime,
        ServerGeneration = serverGeneration,
        HoldingId = holdingId,
        MaskedHolder = maskedHolder,
        Erase = erase,
        State = state,
        LostMessage = lostMessage,
        LostContact = lostContact,
        HolderHandle = holderHandle,
        EraseCode = eraseCode,
        Consent = consent,
        CountedBoots = countedBoots,
        Flash = Order(),
    };

    // All of them or none; the region may be left out.
    private FlashOrder? Order()
    {
        var some = job is not null || actor is not null || operations is not null || firmware is not null || leastIndexes is not null || eraseUserData is not null || region is not null;
        ClaimRules.Presence(job is not null, some, "flash_job");
        ClaimRules.Presence(actor is not null, some, "flash_actor");
        ClaimRules.Presence(operations is not null, some, "flash_operations");
        ClaimRules.Presence(firmware is not null, some, "firmware_digest");
        ClaimRules.Presence(leastIndexes is not null, some, "least_indexes");
        ClaimRules.Presence(eraseUserData is not null, some, "erase_user_data");
        return some
            ? new() { JobId = job!, Actor = actor!.Value, Operations = operations!.Value, Manifest = firmware!, LeastIndexes = leastIndexes!, EraseUserData = eraseUserData!.Value, Region = region }
            : null;
    }
}

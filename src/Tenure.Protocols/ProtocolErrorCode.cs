namespace Tenure.Protocols;

/// <summary>Why bytes were refused. The numbers are stable: they appear on the wire of the flashing gate and in documentation.</summary>
/// <remarks>docs/protocols/tickets.md lists each with its meaning.</remarks>
public enum ProtocolErrorCode
{
    /// <summary>A ticket came though the device has no nonce outstanding.</summary>
    NoChallenge = 1,

    /// <summary>The device's nonce was already answered, or is too old.</summary>
    ChallengeSpent = 2,

    /// <summary>Not the format at all: not CBOR, a wrong type, cut short, trailing bytes.</summary>
    Malformed = 3,

    /// <summary>No pinned root, or not the signer whose certificate travels along.</summary>
    UnknownSigner = 4,

    /// <summary>The signature does not fit the bytes, the purpose or the key.</summary>
    SignatureWrong = 5,

    /// <summary>Made for another device.</summary>
    WrongDevice = 6,

    /// <summary>Older software than the device or the ticket lets start.</summary>
    Rollback = 7,

    /// <summary>Made for another region than the device.</summary>
    WrongRegion = 8,

    /// <summary>This action or operation was not asked for, or this signer may not order it.</summary>
    ActionNotAllowed = 9,

    /// <summary>A range that is not one of the manifest's.</summary>
    OutsideManifest = 10,

    /// <summary>Bytes that are not those of the manifest.</summary>
    DigestWrong = 11,

    /// <summary>Too many wrong inputs since power-on.</summary>
    TooManyTries = 12,

    /// <summary>The device is lost, or cannot tell: only its holder may.</summary>
    DeviceLost = 13,

    /// <summary>The place of lock, key or counters: nobody writes or reads there.</summary>
    ProtectedRange = 14,

    /// <summary>A manifest that the maker's release key did not sign.</summary>
    NotTheMakers = 15,

    /// <summary>Made for another epoch of the device.</summary>
    WrongEpoch = 16,

    /// <summary>The signer's generation is lower than one seen before.</summary>
    GenerationTooLow = 17,

    /// <summary>More seconds went by since the device's nonce than the ticket allows.</summary>
    LifetimeOver = 18,

    /// <summary>Names another holding than the one on the device.</summary>
    WrongHolding = 19,

    /// <summary>From another issuer, or evidence for another pinned root.</summary>
    WrongIssuer = 20,

    /// <summary>Answers other evidence than the one outstanding.</summary>
    WrongEvidence = 21,

    /// <summary>A root's statement that is no newer than one seen before.</summary>
    SerialTooLow = 22,

    /// <summary>A release ticket without the proof that the holder's consent is in the log.</summary>
    ConsentMissing = 23,

    /// <summary>The proof is of another consent: another device's, holding's or epoch's, another answer about the data, or none.</summary>
    ConsentWrong = 24,

    /// <summary>The consent is not proven to be in the log of the checkpoint.</summary>
    ConsentNotLogged = 25,

    /// <summary>A checkpoint of a log that has fewer entries than the device has seen.</summary>
    LogBehind = 26,

    /// <summary>A checkpoint that is not proven to have grown out of the one that the device has seen.</summary>
    LogForked = 27,

    /// <summary>Larger than this kind of message may be.</summary>
    TooLarge = 30,

    /// <summary>The same content has a shorter or better ordered encoding.</summary>
    NotCanonical = 31,

    /// <summary>A header parameter is missing, unknown, unprotected or critical.</summary>
    HeaderRefused = 32,

    /// <summary>The algorithm is not ES256.</summary>
    AlgorithmRefused = 33,

    /// <summary>A good signature over something of another type.</summary>
    TypeRefused = 34,

    /// <summary>Not a point on P-256, or not the key that the message names.</summary>
    KeyInvalid = 35,

    /// <summary>A claim that must be there is not.</summary>
    ClaimMissing = 36,

    /// <summary>A claim that is unknown, or has no place in this purpose or action.</summary>
    ClaimUnexpected = 37,

    /// <summary>A claim's value has a wrong length or is outside its range.</summary>
    ClaimOutOfRange = 38,

    /// <summary>The signer gave another ticket for this evidence.</summary>
    EvidenceAnswered = 40,

    /// <summary>The signer has signed as many tickets in this hour as it may.</summary>
    SignerLimit = 41,

    /// <summary>The signer has no key for this purpose that its roots certify.</summary>
    SignerNotReady = 42,

    /// <summary>The signer cannot write its ledger, and signs nothing that is not in it.</summary>
    LedgerClosed = 43,

    /// <summary>A release by a case without the votes of two different agents.</summary>
    VotesMissing = 44,

    /// <summary>An agent's passkey that the signer does not know, did not know yet, or knows as withdrawn.</summary>
    AgentUnknown = 45,

    /// <summary>A vote that was not signed for this case, device, epoch and holding, at this server's own pages, before its holder was told.</summary>
    VoteWrong = 46,

    /// <summary>A fastboot peer did not open with <c>FB01</c>.</summary>
    HandshakeRefused = 50,

    /// <summary>The peer went away in the middle of something.</summary>
    ConnectionClosed = 51,

    /// <summary>The peer said nothing for too long.</summary>
    PeerSilent = 52,

    /// <summary>A fastboot command that is too long, empty, or holds control characters.</summary>
    CommandRefused = 53,

    /// <summary>A fastboot reply that is none of OKAY, FAIL, INFO, TEXT, DATA.</summary>
    ReplyRefused = 54,

    /// <summary>Neither of the two partition tables is whole.</summary>
    PartitionTableBroken = 60,

    /// <summary>A sparse image that is none, is cut short, or whose lengths or checksums do not agree.</summary>
    SparseImageBroken = 61,

    /// <summary>A Sahara packet whose length or fields are not those of its kind, or that has no place in this state.</summary>
    SaharaPacketRefused = 62,

    /// <summary>The target ended an upload or a command with a status; its name is the field.</summary>
    SaharaFailed = 63,

    /// <summary>The target wants something of an image that is not there.</summary>
    SaharaImageMissing = 64,

    /// <summary>A Firehose document that is none, or an element whose attributes are not those of its kind.</summary>
    FirehoseRefused = 65,

    /// <summary>A list of what to flash (rawprogram, patch) that cannot be followed.</summary>
    FlashListRefused = 66,

    /// <summary>A line of a log export that is not exactly what the writer would have written.</summary>
    LogLineRefused = 70,

    /// <summary>A line of a signer's ledger that is not exactly what the writer would have written, or does not follow the one before it.</summary>
    LedgerLineRefused = 71,

    /// <summary>A vbmeta image, footer or key that is none, is cut short, or whose sizes do not agree.</summary>
    AvbImageBroken = 80,

    /// <summary>A vbmeta image that its own key did not sign.</summary>
    AvbSignatureWrong = 81,

    /// <summary>What a vbmeta image says of a partition does not hold for it.</summary>
    AvbVerificationFailed = 82,

    /// <summary>Metadata of logical partitions that is none, is cut short, or whose parts do not agree.</summary>
    SuperBroken = 83,

    /// <summary>A boot or vendor_boot image that is none, is cut short, or of a version that is not known.</summary>
    BootImageBroken = 84,
}

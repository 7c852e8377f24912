using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>What no reader would take is not signed in the first place: each rule by itself, with the same code, field and sentence as in tests/vectors/claims.txt.</summary>
public sealed class MakingTests
{
    private static readonly string TooLong = new('a', 256);
    private static readonly Evidence Enrol = Fixed.Evidence(EvidencePurpose.Enrol);
    private static readonly Ticket Hold = Fixed.Ticket();
    private static readonly Ticket Flash = Fixed.Ticket(TicketAction.Flash);
    private static readonly Dictionary<uint, ulong> ManyIndexes = Enumerable.Range(0, 33).ToDictionary(i => (uint)i, i => (ulong)i);

    private static readonly (string What, Action Make, ProtocolErrorCode Code, string Field, string Says)[] Broken =
    [
        Of("evidence of no purpose", Sign(Fixed.Evidence() with { Purpose = 0 }), "purpose", "purpose has an unknown value."),
        Of("evidence of no debug state", Sign(Fixed.Evidence() with { DebugState = (DebugState)5 }), "dbgstat", "dbgstat has an unknown value."),
        Of("a server's nonce of 31 bytes", Sign(Fixed.Evidence() with { ServerNonce = new byte[31] }), "eat_nonce", "32 bytes are expected."),
        Of("a device's nonce of 33 bytes", Sign(Fixed.Evidence() with { DeviceNonce = new byte[33] }), "eat_nonce", "32 bytes are expected."),
        Of("evidence of a holding of 15 bytes", Sign(Fixed.Evidence() with { HoldingId = new byte[15] }), "holding_id", "16 bytes are expected."),
        Of("evidence of a last ticket of 17 bytes", Sign(Fixed.Evidence() with { LastTicketId = new byte[17] }), "last_ticket_id", "16 bytes are expected."),
        Of("evidence of a server generation of 15 bytes", Sign(Fixed.Evidence() with { ServerGeneration = new byte[15] }), "server_generation", "16 bytes are expected."),
        Of("evidence of an account of 31 bytes", Sign(Fixed.Evidence() with { Account = new byte[31] }), "account", "32 bytes are expected."),
        Of("evidence without a model", Sign(Fixed.Evidence() with { HardwareModel = "" }), "hwmodel", "1 to 64 bytes of UTF-8 are expected."),
        Of("evidence of a name of 256 bytes", Sign(Fixed.Evidence() with { SoftwareName = TooLong }), "swname", "1 to 64 bytes of UTF-8 are expected."),
        Of("evidence of a version with a bell", Sign(Fixed.Evidence() with { SoftwareVersion = "0.1\a" }), "swversion", "Control characters are not allowed."),
        Of("evidence of -1 entries", Sign(Fixed.Evidence(EvidencePurpose.Release) with { SeenEntries = -1 }), "seen_entries", "A log has 0 entries or more."),
        Of("evidence of no state", Sign(Fixed.Evidence(EvidencePurpose.Flash) with { State = (TicketState)3 }), "state", "state has an unknown value."),
        Of("a receipt of a flash ticket of 15 bytes", Sign(Fixed.Evidence(EvidencePurpose.Flashed) with { Flashed = new(new byte[15], new byte[32], 0, 0) }), "flash_ticket_id", "16 bytes are expected."),
        Of("a receipt of a manifest of 33 bytes", Sign(Fixed.Evidence(EvidencePurpose.Flashed) with { Flashed = new(new byte[16], new byte[33], 0, 0) }), "firmware_digest", "32 bytes are expected."),
        Of("an empty serial number", Sign(Enrol with { Facts = new() { Serial = "" } }), "serial", "1 to 64 bytes of UTF-8 are expected."),
        Of("a region of 17 bytes", Sign(Enrol with { Facts = new() { Region = new('R', 17) } }), "region", "1 to 16 bytes of UTF-8 are expected."),
        Of("no IMEIs at all", Sign(Enrol with { Facts = new() { Imeis = [] } }), "imeis", "1 to 4 are expected."),
        Of("five IMEIs", Sign(Enrol with { Facts = new() { Imeis = [.. Enumerable.Range(1, 5).Select(i => Imei.FromDigits($"4901542032375{i}"))] } }), "imeis", "1 to 4 are expected."),
        Of("one IMEI and one without digits", Sign(Enrol with { Facts = new() { Imeis = [Imei.FromDigits("49015420323751"), default] } }), "imeis", "An IMEI is there twice."),
        Of("one IMEI twice", Sign(Enrol with { Facts = new() { Imeis = [Imei.FromDigits("49015420323751"), Imei.FromDigits("49015420323751")] } }), "imeis", "An IMEI is there twice."),
        Of("33 anti-rollback indexes", Sign(Enrol with { Facts = new() { RollbackIndexes = ManyIndexes } }), "rollback_indexes", "1 to 32 are expected."),
        Of("no bootloader", Sign(Enrol with { Facts = new() { Bootloader = (BootloaderState)2 } }), "bootloader", "bootloader has an unknown value."),
        Of("a card in slot 9", Sign(Fixed.Evidence(EvidencePurpose.Session) with { Facts = new() { Sims = [Fixed.Sim(9, "8999912345678901236", null)] } }), "sims", "Cards come by rising slot, 1 to 8."),
        Of("a card of nobody", Sign(Fixed.Evidence(EvidencePurpose.Session) with { Facts = new() { Sims = [Fixed.Sim(1, "8999912345678901236", "")] } }), "sims", "1 to 64 bytes of UTF-8 are expected."),
        Of("evidence under another key", () => EvidenceCodec.Sign(Fixed.Evidence(), Fixed.OtherDevice), "ueid", "The key is not the one that ueid names.", ProtocolErrorCode.WrongDevice),
        Of("enrolment of another key", Sign(Enrol with { ConfirmationKey = Fixed.RootKey }), "cnf", "The key is not the one that ueid names.", ProtocolErrorCode.KeyInvalid),

        Of("a ticket of nobody", Sign(Hold with { Issuer = "" }), "iss", "1 to 255 bytes of UTF-8 are expected."),
        Of("a ticket id of 15 bytes", Sign(Hold with { TicketId = new byte[15] }), "cti", "16 bytes are expected."),
        Of("an evidence digest of 31 bytes", Sign(Hold with { EvidenceDigest = new byte[31] }), "evidence_digest", "32 bytes are expected."),
        Of("a server generation of 17 bytes", Sign(Hold with { ServerGeneration = new byte[17] }), "server_generation", "16 bytes are expected."),
        Of("a holding of 15 bytes", Sign(Hold with { HoldingId = new byte[15] }), "holding_id", "16 bytes are expected."),
        Of("a handle of 45 bytes", Sign(Hold with { HolderHandle = new byte[45] }), "holder_handle", "44 bytes are expected."),
        Of("a consent of 31 bytes", Sign(Fixed.Ticket(TicketAction.Release) with { Consent = new byte[31] }), "consent", "32 bytes are expected."),
        Of("a lifetime of 999 ms", Sign(Hold with { Lifetime = TimeSpan.FromMilliseconds(999) }), "lifetime", "The lifetime is 1 to 3600 whole seconds."),
        Of("a lifetime of 1001 ms", Sign(Hold with { Lifetime = TimeSpan.FromMilliseconds(1001) }), "lifetime", "The lifetime is 1 to 3600 whole seconds."),
        Of("a lifetime of 3601 s", Sign(Hold with { Lifetime = TimeSpan.FromSeconds(3601) }), "lifetime", "The lifetime is 1 to 3600 whole seconds."),
        Of("a holder of 129 bytes", Sign(Hold with { MaskedHolder = new('a', 129) }), "masked_holder", "1 to 128 bytes of UTF-8 are expected."),
        Of("an action without content", Sign(Hold with { Action = TicketAction.Rekey }), "action", "This action has no content in this version."),
        Of("a lost message of 641 bytes", Sign(Fixed.Ticket(TicketAction.Lost) with { LostMessage = new('a', 641) }), "lost_message", "1 to 640 bytes of UTF-8 are expected."),
        Of("a count above the highest", Sign(Fixed.Ticket(TicketAction.Recount) with { CountedBoots = Ticket.MostBoots + 1 }), "counted_boots", "No device starts so often."),
        Of("no state", Sign(Fixed.Ticket(TicketAction.Sync, TicketState.Free) with { State = (TicketState)3 }), "state", "state has an unknown value."),
        Of("a job of 15 bytes", Sign(Flash with { Flash = Fixed.Order with { JobId = new byte[15] } }), "flash_job", "16 bytes are expected."),
        Of("a manifest of 31 bytes", Sign(Flash with { Flash = Fixed.Order with { Manifest = new byte[31] } }), "firmware_digest", "32 bytes are expected."),
        Of("no actor", Sign(Flash with { Flash = Fixed.Order with { Actor = (FlashActor)3 } }), "flash_actor", "flash_actor has an unknown value."),
        Of("no operation", Sign(Flash with { Flash = Fixed.Order with { Operations = FlashOperations.None } }), "flash_operations", "There is no such operation."),
        Of("33 least indexes", Sign(Flash with { Flash = Fixed.Order with { LeastIndexes = ManyIndexes } }), "least_indexes", "0 to 32 are expected."),
        Of("a flash for a region of 17 bytes", Sign(Flash with { Flash = Fixed.Order with { Region = new('R', 17) } }), "region", "1 to 16 bytes of UTF-8 are expected."),

        Of("a certificate of nobody", Certify(Fixed.Certificate() with { Issuer = "" }), "iss", "1 to 255 bytes of UTF-8 are expected."),
        Of("a certificate of no purpose", Certify(Fixed.Certificate() with { Purpose = (SignerPurpose)5 }), "signer_purpose", "signer_purpose has an unknown value."),
        Of("a certificate of generation 0", Certify(Fixed.Certificate() with { Generation = 0 }), "signer_generation", "Generations count from 1."),

        Of("a statement of nobody", Say(RootStatementTests.Floors() with { Issuer = "" }), "iss", "1 to 255 bytes of UTF-8 are expected."),
        Of("a statement of no kind", Say(RootStatementTests.Floors() with { Kind = 0 }), "kind", "kind has an unknown value."),
        Of("a statement of serial 0", Say(RootStatementTests.Floors() with { Serial = 0 }), "serial", "serial is outside its range."),
        Of("a rekey to nobody", Say(RootStatementTests.Rekey() with { NewIssuer = TooLong }), "new_issuer", "1 to 255 bytes of UTF-8 are expected."),
        Of("a day before 1970", Say(RootStatementTests.Announcement() with { NotBefore = DateTimeOffset.FromUnixTimeSeconds(-1) }), "not_before", "not_before is outside its range."),
        Of("a day after 2106", Say(RootStatementTests.Announcement() with { NotBefore = DateTimeOffset.FromUnixTimeSeconds(1L << 32) }), "not_before", "not_before is outside its range."),
        Of("a day and a tick", Say(RootStatementTests.Announcement() with { NotBefore = DateTimeOffset.UnixEpoch.AddTicks(1) }), "not_before", "not_before is outside its range."),

        Of("a thumbprint of 31 bytes", () => KeyThumbprint.FromBytes(new byte[31]), "thumbprint", "A thumbprint has 32 bytes."),
        Of("a ueid of another type", () => KeyThumbprint.FromUeid([2, .. new byte[32]]), "ueid", "A ueid is 0x01 and 32 bytes."),
        Of("a ueid of 34 bytes", () => KeyThumbprint.FromUeid([1, .. new byte[33]]), "ueid", "A ueid is 0x01 and 32 bytes."),
        Of("a text of a thumbprint with a character less", () => KeyThumbprint.Parse(Fixed.RootKey.Thumbprint.Text[1..]), "thumbprint", "A thumbprint is 43 base64url characters.", ProtocolErrorCode.Malformed),
        Of("the URI of another hash", () => KeyThumbprint.ParseUri(Fixed.RootKey.Thumbprint.Uri.Replace("256", "512", StringComparison.Ordinal)), "thumbprint", "Not the URI of a SHA-256 thumbprint.", ProtocolErrorCode.Malformed),
        Of("a point off the curve", () => PublicKeyP256.FromCoordinates(Fixed.RootKey.X, Fixed.RootKey.X), "key", "Not a point on P-256 with two coordinates of 32 bytes.", ProtocolErrorCode.KeyInvalid),
        Of("claims in another form", () => ClaimRules.Canonical([1], [2]), "payload", "The same content has a canonical encoding.", ProtocolErrorCode.NotCanonical),
    ];

    public static TheoryData<string> Whats => [.. Broken.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Whats))]
    public void What_breaks_a_rule_is_not_made(string what)
    {
        var row = Broken.Single(row => row.What == what);

        var refusal = Assert.Throws<ProtocolException>(row.Make);

        Assert.Equal((row.Code, row.Field, row.Says), (refusal.Code, refusal.Field, refusal.Message));
    }

    /// <summary>A mistake of the program and no input: it is told apart from all that comes from outside.</summary>
    [Fact]
    public void Nothing_at_all_is_a_mistake_of_the_caller()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        (string Parameter, Action Make)[] calls =
        [
            ("evidence", () => EvidenceCodec.Sign(null!, Fixed.Device)),
            ("deviceKey", () => EvidenceCodec.Verify(default, null!)),
            ("ticket", () => TicketCodec.Sign(null!, Fixed.HoldSigner)),
            ("signerKey", () => TicketCodec.Verify(default, null!)),
            ("ticket", () => TicketCodec.ClaimsDigest(null!)),
            ("expected", () => verifier.Verify(default, null!)),
            ("certificate", () => SignerCertificateCodec.Sign(null!, Fixed.Root)),
            ("roots", () => SignerCertificateCodec.Verify(default, (IReadOnlyList<PublicKeyP256>)null!)),
            ("statement", () => RootStatementCodec.Sign(null!, Fixed.Root)),
            ("roots", () => RootStatementCodec.Verify(default, null!)),
            ("known", () => RootStatementVerifier.Verify(default, null!)),
            ("issuer", () => ServerFingerprint.Digest(null!, Fixed.Roots)),
            ("roots", () => ServerFingerprint.Digest(Fixed.Issuer, null!)),
            ("key", () => KeyThumbprint.Of(null!)),
            ("text", () => KeyThumbprint.Parse(null!)),
            ("uri", () => KeyThumbprint.ParseUri(null!)),
            ("key", () => PublicKeyP256.From(null!)),
            ("imeis", () => DeviceFacts.Reported(null, null!, null, ManyIndexes)),
            ("rollbackIndexes", () => DeviceFacts.Reported(null, [], null, null!)),
        ];

        Assert.All(calls, call => Assert.Throws<ArgumentNullException>(call.Parameter, call.Make));
    }

    private static Action Sign(Evidence evidence) => () => EvidenceCodec.Sign(evidence, Fixed.Device);

    private static Action Sign(Ticket ticket) => () => TicketCodec.Sign(ticket, Fixed.HoldSigner);

    private static Action Certify(SignerCertificate certificate) => () => SignerCertificateCodec.Sign(certificate, Fixed.Root);

    private static Action Say(RootStatement statement) => () => RootStatementCodec.Sign(statement, Fixed.Root);

    private static (string, Action, ProtocolErrorCode, string, string) Of(string what, Action make, string field, string says, ProtocolErrorCode code = ProtocolErrorCode.ClaimOutOfRange) =>
        (what, make, code, field, says);
}

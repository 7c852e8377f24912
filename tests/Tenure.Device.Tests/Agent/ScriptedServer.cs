using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>A server with one device and a few accounts behind an <see cref="HttpMessageHandler"/>: real evidence, real tickets, no HTTP.</summary>
/// <remarks>Says only what the phone needs to hear; what a server must decide is tested on the real one.</remarks>
internal sealed class ScriptedServer : HttpMessageHandler
{
    public const string Issuer = "http://localhost:5080/";
    public const string Code = "123456";
    public const string RecoveryCode = "7K3M-92QD-XW5T-4HJB-RC8E-0ZPN-VAYS";

    private readonly Dictionary<SignerPurpose, (ECDsa Key, byte[] Certificate)> signers = [];
    private readonly HashSet<string> nonces = [];
    private readonly Dictionary<string, string> tokens = [];
    private readonly HashSet<string> releases = [];
    private bool letGo;
    private bool isContactProven;
    private readonly SmallLog log = new() { Leaves = [MerkleTree.HashLeaf("first"u8)] };
    private readonly Dictionary<string, (ReleaseConsent Consent, int Index)> consents = [];
    private readonly Dictionary<string, string> handles = [];
    private byte[] generation = RandomNumberGenerator.GetBytes(16);
    private Memory? remembered;
    private bool judges;
    private int counter;
    private byte[]? lastHold;
    private byte[]? lastErase;

    public ScriptedServer()
    {
        foreach (var purpose in new[] { SignerPurpose.Hold, SignerPurpose.Release, SignerPurpose.Flash, SignerPurpose.Log })
        {
            AddSigner(purpose, generation: 1);
        }
    }

    public ECDsa Root { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Standby { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What it calls itself now.</summary>
    public string OwnIssuer { get; private set; } = Issuer;

    /// <summary>What it offers as its roots' word.</summary>
    public List<byte[]> Statements { get; } = [];

    public Dictionary<string, string> Accounts { get; } = new() { ["anna@example.org"] = "correct horse battery", ["boris@example.org"] = "another long password" };

    public string State { get; set; } = "free";

    public string? Holder { get; set; }

    public byte[]? HoldingId { get; set; }

    public bool Erase { get; set; }

    /// <summary>Whether phones may be used without an account.</summary>
    public bool AllowsOpen { get; set; }

    /// <summary>Whether the server was restored from a backup, and the phone has not said since how it stands.</summary>
    public bool Unreported { get; set; }

    /// <summary>Whether it does not know the phone's key any more.</summary>
    public bool Forgot { get; set; }

    /// <summary>The tickets that the phone showed last: the one by which it is held or free, and the one by which it is lost.</summary>
    public (byte[]? Ticket, byte[]? LostTicket) Shown { get; private set; }

    /// <summary>What the server makes of a report, before it answers.</summary>
    public Action<Evidence> OnReport { get; set; } = _ => { };

    /// <summary>Whether an order to erase is due.</summary>
    public bool EraseOrdered { get; set; }

    /// <summary>The code that came with the order.</summary>
    public string? EraseCode { get; set; }

    public DateTimeOffset? EraseDueAt { get; set; }

    /// <summary>Whether the phone said that it has an erase code.</summary>
    public bool? HasEraseCode { get; private set; }

    /// <summary>What the lost screen says while <see cref="State"/> is <c>lost</c>.</summary>
    public (string? Message, string? Contact) Notice { get; set; }

    public uint Epoch { get; set; }

    public PublicKeyP256? DeviceKey { get; private set; }

    public bool Offline { get; set; }

    public bool RefuseReceipts { get; set; }

    /// <summary>After so many it hears what is asked, and its answers are lost; <c>null</c> for none.</summary>
    public int? AnswersLeft { get; set; }

    /// <summary>Named after its own two.</summary>
    public List<PublicKeyP256> RootsBeside { get; } = [];

    public bool LoseDeclineAnswers { get; set; }

    /// <summary>Whether a new sign-in is asked for a code.</summary>
    public bool AskCode { get; set; } = true;

    /// <summary>The log: the hash of each entry, and whatever else a test makes of it.</summary>
    public List<byte[]> Log => log.Leaves;

    public byte[] LogId { get => log.LogId; set => log.LogId = value; }

    /// <summary>Changes the proof of each consent, or leaves it out.</summary>
    public Func<ConsentProof, ConsentProof?> ChangeProof { get; set; } = proof => proof;

    /// <summary>What stands in the log as the holder's consent, for the ticket that it is to free.</summary>
    public Func<Ticket, Ticket> ConsentTo { get; set; } = ticket => ticket;

    public List<byte[]> Successions { get; } = [];

    /// <summary>The root's word that one log took the place of another.</summary>
    public byte[] Succession(byte[] previous, byte[] next, string issuer = Issuer) => LogSuccessionCodec.Sign(new() { Issuer = issuer, Previous = previous, LogId = next, At = DateTimeOffset.UnixEpoch }, Root);

    /// <summary>The same word, of one who may not give it.</summary>
    public byte[] SuccessionBy(SignerPurpose signer, byte[] previous, byte[] next) =>
        LogSuccessionCodec.Sign(new() { Issuer = Issuer, Previous = previous, LogId = next, At = DateTimeOffset.UnixEpoch }, signers[signer].Key);

    /// <summary>Changes each checkpoint before it is signed.</summary>
    public Func<Checkpoint, Checkpoint> ChangeCheckpoint { get; set; } = checkpoint => checkpoint;

    /// <summary>Changes each proof on the way.</summary>
    public Func<IReadOnlyList<byte[]>, IReadOnlyList<byte[]>> SpoilProof { get; set; } = proof => proof;

    /// <summary>Whether this network has asked too much.</summary>
    public bool RateLimited { get; set; }

    /// <summary>Changes each ticket before it is signed.</summary>
    public Func<Ticket, Ticket> Change { get; set; } = ticket => ticket;

    /// <summary>Changes the signed bytes on the way.</summary>
    public Func<byte[], byte[]> Tamper { get; set; } = bytes => bytes;

    public List<EvidencePurpose> Seen { get; } = [];

    /// <summary>All evidence that was good, in the order in which it came.</summary>
    public List<Evidence> Evidence { get; } = [];

    /// <summary>What was asked with somebody's token.</summary>
    public HashSet<string> AskedWithToken { get; } = [];

    public List<(uint Boot, uint Request)> Counters { get; } = [];

    /// <summary>Whether a phone may be behind; where not, that fails the test.</summary>
    public bool MayBeBehind { get; set; }

    /// <summary>How often a phone was told how far its count was.</summary>
    public int Recounts { get; private set; }

    /// <summary>How much more than it has seen it says in a recount: a stolen signer.</summary>
    public uint Forward { get; set; }

    public string Fingerprint => ServerFingerprint.Text(OwnIssuer, [PublicKeyP256.From(Root), PublicKeyP256.From(Standby)]);

    public void AddSigner(SignerPurpose purpose, uint generation)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new SignerCertificate { Issuer = OwnIssuer, Purpose = purpose, Generation = generation, Key = PublicKeyP256.From(key) };
        signers[purpose] = (key, SignerCertificateCodec.Sign(certificate, Root));
    }

    /// <summary>A root's word; the active one's unless another is named.</summary>
    public byte[] Say(RootStatement statement, ECDsa? by = null) => RootStatementCodec.Sign(statement, by ?? Root);

    /// <summary>Goes on with other roots, under another name, with signers that these certify.</summary>
    public void TakeRoots(ECDsa active, ECDsa standby, string issuer)
    {
        (Root, Standby, OwnIssuer) = (active, standby, issuer);
        AddSigner(SignerPurpose.Hold, generation: 1);
        AddSigner(SignerPurpose.Release, generation: 1);
        AddSigner(SignerPurpose.Log, generation: 1);
    }

    /// <summary>Another server that has the keys of this one as they are now.</summary>
    public ScriptedServer CopyOfKeys()
    {
        var copy = new ScriptedServer();
        copy.TakeRoots(Root, Standby, OwnIssuer);
        return copy;
    }

    /// <summary>Has one signer sign in place of another.</summary>
    public void TakeSigner(SignerPurpose from, SignerPurpose of) => signers[of] = signers[from];

    /// <summary>A hold ticket that answers this evidence.</summary>
    public byte[] HoldTicketFor(byte[] evidence) => Base64Url.DecodeFromChars(Signed(
        Base64Url.EncodeToString(evidence), SignerPurpose.Hold, NewTicket(TicketAction.Hold) with { HoldingId = HoldingId, MaskedHolder = Mask(Holder) }));

    /// <summary>A release ticket that answers this evidence.</summary>
    public byte[] ReleaseTicketFor(byte[] evidence) => Base64Url.DecodeFromChars(Signed(
        Base64Url.EncodeToString(evidence), SignerPurpose.Release, NewTicket(TicketAction.Release) with { HoldingId = HoldingId, Erase = Erase }));

    /// <summary>An unlock ticket that answers this evidence.</summary>
    public byte[] UnlockTicketFor(byte[] evidence) => Base64Url.DecodeFromChars(Signed(Base64Url.EncodeToString(evidence), SignerPurpose.Flash, NewTicket(TicketAction.Unlock)));

    /// <summary>A checkpoint of any log, as this server signs it.</summary>
    public byte[] CheckpointOf(SmallLog any, SignerPurpose by = SignerPurpose.Log) => CheckpointCodec.Sign(any.Checkpoint(OwnIssuer, DateTimeOffset.UnixEpoch), signers[by].Key, signers[by].Certificate);

    public void Lose(string? message = null, string? contact = null) => (State, Notice) = ("lost", (message, contact));

    /// <summary>No hold ticket was ever offered, as far as it knows.</summary>
    public void ForgetOffers() => lastHold = null;

    public void EndSessions() => tokens.Clear();

    /// <summary>A backup is made.</summary>
    public void Remember() => remembered = new Memory(State, Holder, HoldingId, Epoch, Notice, Counters.Count);

    /// <summary>
    /// The backup is restored, where there is one, and a new generation begins: consents, finds, orders and offers of before are void, and until the phone has reported nothing is done with it. What stands under the key file, and in the log that all
    /// have seen, is not in the backup.
    /// </summary>
    public void Restore()
    {
        if (remembered is not { } then)
        {
            return;
        }

        (State, Holder, HoldingId, Epoch, Notice) = (then.State == "releasing" ? "held" : then.State, then.Holder, then.HoldingId, then.Epoch, then.Notice);
        (letGo, Erase, EraseOrdered, EraseDueAt, lastHold, lastErase) = (false, false, false, null, null, null);
        Counters.RemoveRange(then.Counters, Counters.Count - then.Counters);
        generation = RandomNumberGenerator.GetBytes(16);
        (Unreported, judges) = (true, true);
    }

    public void Remove(bool erase) => (State, Erase, letGo) = ("releasing", erase, true);

    /// <summary>The phone is not lost any more; where it was let go before, that goes on.</summary>
    public void Find() => State = State != "lost" ? State : letGo ? "releasing" : "held";

    /// <summary>A token of a session elsewhere.</summary>
    public string TokenOf(string account)
    {
        var token = $"token-{++counter}";
        tokens[token] = account;
        return token;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Offline)
        {
            throw new HttpRequestException("There is no network.");
        }

        HttpResponseMessage answer;
        try
        {
            answer = await AnswerAsync(request, cancellationToken);
        }
        catch (BehindException) when (request.RequestUri!.AbsolutePath == "/connect/token")
        {
            answer = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { error = "invalid_grant", refusal = "evidence_replayed" }) };
        }
        catch (BehindException)
        {
            answer = Refused("evidence_replayed");
        }

        return AnswersLeft-- is <= 0 ? throw new HttpRequestException("The answer is lost.") : answer;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var bearer = request.Headers.Authorization?.Parameter;
        if (bearer is not null)
        {
            AskedWithToken.Add(request.RequestUri!.AbsolutePath);
        }

        string[] mayAsk = ["nonce", "enrolment", "sync", "state", "checkpoint", "consistency"];
        if (Unreported && request.RequestUri!.AbsolutePath.StartsWith("/api/v1/device/", StringComparison.Ordinal) && !mayAsk.Contains(request.RequestUri.Segments[^1]))
        {
            return Refused("device_unreported");
        }

        return request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/tenure" => Ok(new
            {
                issuer = OwnIssuer,
                name = "Scripted",
                roots = RootsBeside.Prepend(PublicKeyP256.From(Standby)).Prepend(PublicKeyP256.From(Root)).Select(key => Base64Url.EncodeToString(key.ToCoseKey())),
                fingerprint = "this text is not to be believed",
                generation = Base64Url.EncodeToString(generation),
                statements = Statements.Select(statement => Base64Url.EncodeToString(statement)),
            }),
            "/connect/challenge" => Challenge(Form(body)),
            "/connect/token" => Token(Form(body)),
            "/api/v1/registrations" => Ok(new { registration = AddressOf(body), expiresAt = DateTimeOffset.UnixEpoch, resendAt = DateTimeOffset.UnixEpoch }),
            var path when path.EndsWith("/verification", StringComparison.Ordinal) =>
                Json(body, "code") == Code ? new HttpResponseMessage(HttpStatusCode.NoContent) : Refused("code_wrong"),
            var path when path.EndsWith("/account", StringComparison.Ordinal) && path.Contains("registrations", StringComparison.Ordinal) => Register(path, body),
            "/api/v1/device/nonce" => Ok(new { nonce = NewNonce(), expiresAt = DateTimeOffset.UnixEpoch }),
            "/api/v1/device/enrolment" => Enrol(body),
            "/api/v1/device/activation" => Activate(body, bearer),
            "/api/v1/device/release" => Release(body, bearer),
            "/api/v1/device/release-ticket" => Answer(body, EvidencePurpose.Release, ReleaseTicket, State == "releasing" ? null : "not_releasing"),
            "/api/v1/device/lost-ticket" => Answer(body, EvidencePurpose.Lost, LostTicket, State == "free" ? "device_not_held" : null),
            "/api/v1/device/reset" => Reset(body, bearer),
            "/api/v1/device/erase-code" => SetEraseCode(body, bearer),
            "/api/v1/device/erase-ticket" => Answer(body, EvidencePurpose.Erase, EraseTicket, EraseOrdered ? null : "erase_not_ordered"),
            "/api/v1/device/open-ticket" => Answer(body, EvidencePurpose.Open, () => (SignerPurpose.Hold, NewTicket(TicketAction.Open)), State != "free" ? "device_" + State : AllowsOpen ? null : "open_not_allowed"),
            var path when path.EndsWith("/erasure/cancellation", StringComparison.Ordinal) => CancelErase(body, bearer),
            "/api/v1/device/receipt" => Receipt(body),
            "/api/v1/device/status-code" => StatusCode(body),
            "/api/v1/device/cases" => CasesOnDevice(body, objects: false),
            "/api/v1/device/cases/objection" => CasesOnDevice(body, objects: true),
            "/api/v1/sealed-devices/release" => BreakSeal(body),
            var path when path.StartsWith("/api/v1/cases", StringComparison.Ordinal) => Case(path["/api/v1/cases".Length..], body),
            "/api/v1/device/decline" => Decline(body),
            "/api/v1/device/sync" => Sync(body),
            "/api/v1/log/checkpoint" or "/api/v1/log/consistency" when RateLimited => Refused("rate_limited"),
            "/api/v1/log/checkpoint" => LogCheckpoint(request.RequestUri!),
            "/api/v1/device/log/checkpoint" when bearer is not null => LogCheckpoint(request.RequestUri!),
            "/api/v1/log/consistency" => LogConsistency(request.RequestUri!),
            "/api/v1/device/log/consistency" when bearer is not null => LogConsistency(request.RequestUri!),
            "/api/v1/device/state" => Ok(new { state = State, epoch = Epoch, maskedHolder = Mask(Holder), lostMessage = Loss?.Message, lostContact = Loss?.Contact, eraseDueAt = EraseDueAt, erase = EraseOrdered, report = Unreported }),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    private static string? Mask(string? holder) => holder is null ? null : holder[0] + "•••@example.org";

    // The number as the real one would read it is not this one's matter.
    private static string AddressOf(string body) => JsonNode.Parse(body)! is var asked && asked["phone"] is { } phone
        ? $"{phone} {asked["country"]}".TrimEnd()
        : asked["email"]!.GetValue<string>();

    private HttpResponseMessage LogCheckpoint(Uri asked)
    {
        var since = long.TryParse(Query(asked, "since"), out var seen) ? seen : (long?)null;
        if (since > Log.Count)
        {
            return Refused("log_shorter");
        }

        return Ok(new
        {
            checkpoint = Base64Url.EncodeToString(SignedCheckpoint()),
            logId = "this is not to be believed",
            size = 999,
            rootHash = "this neither",
            at = DateTimeOffset.UnixEpoch,
            proof = since is { } size ? Proof(size, Log.Count) : null,
            successions = Successions.Count == 0 ? null : Successions.Select(bytes => Base64Url.EncodeToString(bytes)),
        });
    }

    private HttpResponseMessage LogConsistency(Uri asked)
    {
        var (from, to) = (long.Parse(Query(asked, "from")!, CultureInfo.InvariantCulture), long.Parse(Query(asked, "to")!, CultureInfo.InvariantCulture));
        return to > Log.Count ? Refused("log_shorter") : Ok(new { from, to, proof = Proof(from, to) });
    }

    private byte[] SignedCheckpoint()
    {
        var (key, certificate) = signers[SignerPurpose.Log];
        return CheckpointCodec.Sign(ChangeCheckpoint(log.Checkpoint(OwnIssuer, DateTimeOffset.UnixEpoch)), key, certificate);
    }

    private IEnumerable<string> Proof(long from, long to) => SpoilProof(log.Extension(from, to)).Select(hash => Base64Url.EncodeToString(hash));

    private static string? Query(Uri asked, string name) =>
        asked.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).FirstOrDefault(pair => pair[0] == name)?[1];

    private HttpResponseMessage Register(string path, string body)
    {
        Accounts[Uri.UnescapeDataString(path.Split('/')[^2])] = Json(body, "password");
        Accounts["1234567890"] = Json(body, "password");
        return Ok(new { accountNumber = "1234567890", knownDevice = "known" });
    }

    private HttpResponseMessage Challenge(Dictionary<string, string> form)
    {
        if (form.TryGetValue("auth_session", out var session))
        {
            return form.GetValueOrDefault("recovery_code") == RecoveryCode || form.GetValueOrDefault("code") == Code ? Ok(new { authorization_code = session, known_device = "known" }) : OAuth("code_wrong");
        }

        if (!Accounts.TryGetValue(form["username"], out var password) || password != form["password"])
        {
            return OAuth("access_denied");
        }

        return AskCode && form.GetValueOrDefault("known_device") != "known"
            ? OAuth("insufficient_authorization", form["username"])
            : Ok(new { authorization_code = form["username"] });
    }

    private HttpResponseMessage Token(Dictionary<string, string> form)
    {
        switch (form["grant_type"])
        {
            case "authorization_code":
                return Tokens(form["code"]);
            case "refresh_token":
                return tokens.TryGetValue(form["refresh_token"], out var account) ? Tokens(account) : OAuth("invalid_grant");
            default:
                if (Forgot)
                {
                    return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { error = "invalid_grant", refusal = "evidence_untrusted" }) };
                }

                Check(form["evidence"], EvidencePurpose.Session);
                return Tokens("the device");
        }
    }

    private HttpResponseMessage Tokens(string account)
    {
        var token = $"token-{++counter}";
        tokens[token] = account;
        return Ok(new { access_token = token, token_type = "Bearer", expires_in = 600, refresh_token = token });
    }

    private HttpResponseMessage Enrol(string body)
    {
        var bytes = Base64Url.DecodeFromChars(Json(body, "evidence"));
        DeviceKey = EvidenceCodec.ReadUnverifiedSubject(bytes).ConfirmationKey!;
        Forgot = false;
        Check(Json(body, "evidence"), EvidencePurpose.Enrol);
        return Ok(new { deviceId = DeviceKey.Thumbprint.Text, mayOpen = AllowsOpen && State == "free" });
    }

    private HttpResponseMessage Activate(string body, string? bearer)
    {
        var account = tokens[bearer!];
        if (State is "lost" or "releasing" || (State == "held" && Holder != account))
        {
            return Refused(State == "lost" ? "device_lost" : State == "held" ? "device_held" : "device_releasing");
        }

        var evidence = Check(Json(body, "evidence"), EvidencePurpose.Activate);
        Assert.Equal(EvidenceCodec.AccountOf(bearer!), evidence.Account);
        if (evidence.Epoch != Epoch)
        {
            return Refused("evidence_stale");
        }

        (State, Holder, HoldingId) = ("held", account, HoldingId ?? RandomNumberGenerator.GetBytes(16));
        handles[Convert.ToHexString(HoldingId)] = account;
        var ticket = Signed(Json(body, "evidence"), SignerPurpose.Hold, NewTicket(TicketAction.Hold) with { HoldingId = HoldingId, MaskedHolder = Mask(Holder) });
        return Ok(new
        {
            ticket,
            deviceId = DeviceKey!.Thumbprint.Text,
            holdingId = Base64Url.EncodeToString(HoldingId),
            maskedHolder = "a name beside the signature",
            epoch = Epoch,
        });
    }

    private string? RefuseHolder(string body, string? bearer) =>
        !tokens.TryGetValue(bearer!, out var account) || account != Holder ? "device_not_held" : Accounts[account] != Json(body, "password") ? "step_up_failed" : null;

    private HttpResponseMessage Reset(string body, string? bearer) =>
        Answer(body, EvidencePurpose.Reset, () => (SignerPurpose.Release, NewTicket(TicketAction.Reset)), RefuseHolder(body, bearer));

    private HttpResponseMessage SetEraseCode(string body, string? bearer)
    {
        if (RefuseHolder(body, bearer) is { } refusal)
        {
            return Refused(refusal);
        }

        Check(Json(body, "evidence"), EvidencePurpose.EraseCode);
        HasEraseCode = JsonNode.Parse(body)!["isSet"]!.GetValue<bool>();
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage CancelErase(string body, string? bearer)
    {
        if (RefuseHolder(body, bearer) is { } refusal)
        {
            return Refused(refusal);
        }

        (EraseOrdered, EraseDueAt) = (false, null);
        return Ok(new { id = "x", model = "m", state = State, since = DateTimeOffset.UnixEpoch, epoch = Epoch });
    }

    private (SignerPurpose Signer, Ticket Ticket) EraseTicket()
    {
        var ticket = NewTicket(TicketAction.Erase) with { EraseCode = EraseCode };
        lastErase = ticket.TicketId;
        return (SignerPurpose.Release, ticket);
    }

    private HttpResponseMessage Release(string body, string? bearer)
    {
        if (!tokens.TryGetValue(bearer!, out var account) || account != Holder)
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        }

        if (State == "lost")
        {
            return Refused("device_lost");
        }

        if (Accounts[account] != Json(body, "password"))
        {
            return Refused("step_up_failed");
        }

        Remove(JsonNode.Parse(body)!["erase"]!.GetValue<bool>());
        return Answer(body, EvidencePurpose.Release, ReleaseTicket, null);
    }

    private HttpResponseMessage StatusCode(string body)
    {
        Check(Json(body, "evidence"), EvidencePurpose.Status);
        return Ok(new { code = "12345678", endsAt = DateTimeOffset.UnixEpoch, link = $"{OwnIssuer}check?code=12345678" });
    }

    /// <summary>The case that was opened last, as it stands.</summary>
    public string CaseState { get; set; } = "draft";

    /// <summary>What was opened last: <c>recovery</c> or <c>release</c>.</summary>
    public string? CaseKind { get; private set; }

    /// <summary>Whether the case was signed for with an unlocked screen; <c>null</c> when nothing signed for it.</summary>
    public bool? CaseUnlocked { get; private set; }

    /// <summary>Numbers of cases of others, and of those that this device objected to.</summary>
    public List<string> AnnouncedCases { get; } = [];

    /// <inheritdoc cref="AnnouncedCases"/>
    public List<string> Objections { get; } = [];

    /// <summary>The release code of this device, once it is sealed.</summary>
    public string? ReleaseCode { get; set; }

    private HttpResponseMessage Case(string path, string body)
    {
        switch (path)
        {
            case "":
                CaseKind = JsonNode.Parse(body)!["kind"]!.GetValue<string>();
                if (CaseKind == "release")
                {
                    Check(Json(body, "evidence"), EvidencePurpose.Case);
                }

                return Ok(new { number = "7K3MQ-9XV2D", secret = "secret of the case", codeExpiresAt = DateTimeOffset.UnixEpoch });
            case "/7K3MQ-9XV2D/contact":
                isContactProven = Json(body, "code") == Code;
                return isContactProven ? new HttpResponseMessage(HttpStatusCode.NoContent) : Refused("code_wrong");
            case "/7K3MQ-9XV2D/device":
                var said = Check(Json(body, "evidence"), EvidencePurpose.Case);
                CaseUnlocked = said.IsScreenUnlocked && said.CaseNumber == "7K3MQ9XV2D";
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            case "/7K3MQ-9XV2D/submission":
                CaseState = "submitted";
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            case "/7K3MQ-9XV2D/password":
                CaseState = "granted";
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            default:
                return Ok(new
                {
                    number = "7K3MQ-9XV2D",
                    kind = CaseKind,
                    state = CaseState,
                    openedAt = DateTimeOffset.UnixEpoch,
                    earliest = CaseState == "announced" ? DateTimeOffset.UnixEpoch.AddDays(14) : (DateTimeOffset?)null,
                    letGoUntil = (CaseState, CaseKind) is ("granted", "release") ? DateTimeOffset.UnixEpoch.AddDays(30) : (DateTimeOffset?)null,
                    missing = isContactProven ? Array.Empty<string>() : ["contact"],
                    messages = Array.Empty<string>(),
                });
        }
    }

    private HttpResponseMessage CasesOnDevice(string body, bool objects)
    {
        var said = Check(Json(body, "evidence"), EvidencePurpose.Case);
        if (!said.IsScreenUnlocked)
        {
            return Refused("case_device_locked");
        }

        if (!objects)
        {
            return Ok(AnnouncedCases.Select(number => new { number, kind = "recovery", state = "announced", dueAt = DateTimeOffset.UnixEpoch }));
        }

        Objections.Add(said.CaseNumber!);
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage BreakSeal(string body)
    {
        if (ReleaseCode is null || Json(body, "code") != ReleaseCode)
        {
            return Refused("not_sealed");
        }

        Notice = (null, null);
        Remove(erase: true);
        return Ok(new { model = "Tenure One" });
    }

    private HttpResponseMessage Receipt(string body)
    {
        if (RefuseReceipts)
        {
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }

        var evidence = Check(Json(body, "evidence"), EvidencePurpose.Receipt);
        if (lastErase is not null && lastErase.AsSpan().SequenceEqual(evidence.LastTicketId))
        {
            (EraseOrdered, EraseDueAt) = (false, null);
        }

        if (letGo && evidence.Epoch == Epoch + 1 && releases.Contains(Convert.ToHexString(evidence.LastTicketId!)))
        {
            End();
        }

        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    // The server hears it even when its answer is lost.
    private HttpResponseMessage Decline(string body)
    {
        var evidence = Check(Json(body, "evidence"), EvidencePurpose.Decline);
        if (lastErase is not null && lastErase.AsSpan().SequenceEqual(evidence.LastTicketId))
        {
            (EraseOrdered, EraseDueAt) = (false, null);
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        if (lastHold is null)
        {
            return Refused("evidence_untrusted");
        }

        if (evidence.Epoch == Epoch && State == "releasing")
        {
            return Refused("device_releasing");
        }

        if (evidence.Epoch == Epoch)
        {
            Assert.True(State is "held" or "lost", State);
            Assert.Equal(lastHold, evidence.LastTicketId);
            End();
        }

        return LoseDeclineAnswers ? throw new HttpRequestException("The answer is lost.") : new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private void End() => (State, Epoch, Holder, HoldingId, letGo, EraseOrdered) = ("free", Epoch + 1, null, null, false, false);

    private HttpResponseMessage Answer(string body, EvidencePurpose purpose, Func<(SignerPurpose, Ticket)> make, string? refusal)
    {
        if (refusal is not null)
        {
            return Refused(refusal);
        }

        Check(Json(body, "evidence"), purpose);
        var (signer, ticket) = make();
        return Ok(new { ticket = Signed(Json(body, "evidence"), signer, ticket) });
    }

    private (SignerPurpose Signer, Ticket Ticket) ReleaseTicket() =>
        (SignerPurpose.Release, NewTicket(TicketAction.Release) with { HoldingId = HoldingId, Erase = Erase });

    private HttpResponseMessage Sync(string body)
    {
        var kept = (Kept(body, "ticket"), Kept(body, "lostTicket"));
        Evidence evidence;
        try
        {
            evidence = Check(Json(body, "evidence"), EvidencePurpose.Sync);
        }
        catch (BehindException behind)
        {
            Recounts++;
            return Ok(new { ticket = Signed(Json(body, "evidence"), SignerPurpose.Hold, NewTicket(TicketAction.Recount) with { Epoch = behind.Evidence.Epoch, CountedBoots = Counters[^1].Boot + Forward }) });
        }

        if (Unreported)
        {
            Shown = kept;
            if (judges && !Adopt(evidence, Vouching(kept.Item1), Vouching(kept.Item2)))
            {
                return Refused("evidence_stale");
            }

            Unreported = false;
            OnReport(evidence);
        }

        if (judges && evidence.Epoch > Epoch)
        {
            return Refused("evidence_stale");
        }

        var (signer, ticket) = SyncTicket();
        return Ok(new { ticket = Signed(Json(body, "evidence"), signer, ticket) });
    }

    private Ticket? Vouching(byte[]? signed) => signed is null ? null : KeptTicket.Verify(signed, [PublicKeyP256.From(Root), PublicKeyP256.From(Standby)], OwnIssuer, DeviceKey!.Thumbprint);

    // As docs/decisions/0062 has it: what is ahead counts when our signature says so; a lost ticket of the epoch counts, too.
    private bool Adopt(Evidence said, Ticket? ticket, Ticket? lostTicket)
    {
        var holding = said.HoldingId is { } id ? Convert.ToHexString(id) : null;
        var isAhead = said.Epoch > Epoch || (said.Epoch == Epoch && holding is not null && (HoldingId is null || Convert.ToHexString(HoldingId) != holding));
        if (isAhead && (!Vouches(said, holding, ticket) || (said.Epoch == Epoch && HoldingId is not null)))
        {
            return false;
        }

        while (Epoch < said.Epoch)
        {
            End();
        }

        if (isAhead && holding is not null)
        {
            (State, Holder, HoldingId) = ("held", handles[holding], said.HoldingId);
        }

        if (lostTicket is { Action: TicketAction.Lost } or { State: TicketState.Lost } && lostTicket.Epoch == Epoch && State is "held" or "releasing" && HoldingId.AsSpan().SequenceEqual(said.HoldingId))
        {
            Lose(lostTicket.LostMessage, lostTicket.LostContact);
        }

        return true;
    }

    private bool Vouches(Evidence said, string? holding, Ticket? ticket) => ticket switch
    {
        { Action: TicketAction.Hold } or { Action: TicketAction.Sync, State: not TicketState.Free } =>
            ticket.Epoch == said.Epoch && holding is not null && Convert.ToHexString(ticket.HoldingId!) == holding && handles.ContainsKey(holding),
        { Action: TicketAction.Release } => ticket.Epoch + 1 == said.Epoch && holding is null,
        { Action: TicketAction.Sync } => ticket.Epoch == said.Epoch && holding is null,
        _ => false,
    };

    private static byte[]? Kept(string body, string member) => JsonNode.Parse(body)![member]?.GetValue<string>() is { } text ? Base64Url.DecodeFromChars(text) : null;

    private (string? Message, string? Contact)? Loss => State == "lost" ? Notice : null;

    private (SignerPurpose Signer, Ticket Ticket) LostTicket() => State == "lost"
        ? (SignerPurpose.Hold, NewTicket(TicketAction.Lost) with { LostMessage = Notice.Message, LostContact = Notice.Contact })
        : (SignerPurpose.Release, NewTicket(TicketAction.Found));

    private (SignerPurpose Signer, Ticket Ticket) SyncTicket() => State == "free"
        ? (SignerPurpose.Release, NewTicket(TicketAction.Sync) with { State = TicketState.Free })
        : (SignerPurpose.Hold, NewTicket(TicketAction.Sync) with
        {
            State = State == "lost" ? TicketState.Lost : TicketState.Held,
            HoldingId = HoldingId,
            MaskedHolder = Mask(Holder),
            LostMessage = Loss?.Message,
            LostContact = Loss?.Contact,
        });

    private Ticket NewTicket(TicketAction action) => new()
    {
        Issuer = OwnIssuer,
        Subject = DeviceKey!.Thumbprint,
        TicketId = RandomNumberGenerator.GetBytes(16),
        Action = action,
        Epoch = Epoch,
        EvidenceDigest = new byte[32],
        Lifetime = TimeSpan.FromMinutes(5),
        ServerGeneration = generation,
    };

    private string Signed(string evidence, SignerPurpose purpose, Ticket ticket)
    {
        var (key, certificate) = signers[purpose];
        if (ticket.Action == TicketAction.Release)
        {
            releases.Add(Convert.ToHexString(ticket.TicketId));
        }

        lastHold = ticket.Action == TicketAction.Hold ? ticket.TicketId : lastHold;
        var bytes = Base64Url.DecodeFromChars(evidence);
        var digested = ticket with { EvidenceDigest = EvidenceCodec.Digest(bytes) };
        var proof = ticket.Action == TicketAction.Release ? ChangeProof(Consent(digested, EvidenceCodec.Verify(bytes, DeviceKey!).SeenEntries)) : null;
        var changed = Change(proof is null && ticket.Action != TicketAction.Release ? digested : digested with { Consent = consents[NameOf(ticket)].Consent.HashFor(ConsentTo(ticket)) });
        var signed = SignedTicketCodec.Encode(TicketCodec.Sign(changed, key), certificate);
        return Base64Url.EncodeToString(Tamper(proof is null ? signed : SignedTicketCodec.WithProof(signed, proof)));
    }

    /// <summary>The proof that the holder's consent is in the log; it is put there when it is first asked for.</summary>
    private ConsentProof Consent(Ticket ticket, long? seen)
    {
        if (!consents.TryGetValue(NameOf(ticket), out var given))
        {
            var consent = new ReleaseConsent
            {
                DeviceRef = new byte[16],
                HoldingRef = new byte[16],
                Sequence = Log.Count,
                Previous = new byte[32],
                Salt = RandomNumberGenerator.GetBytes(16),
                HolderMark = new byte[16],
                At = DateTimeOffset.UnixEpoch,
                By = ConsentPlace.Page,
            };
            consents[NameOf(ticket)] = given = (consent, Log.Count);
            Log.Add(consent.HashFor(ConsentTo(ticket)));
        }

        return log.Prove(SignedCheckpoint(), given.Index, given.Consent, Math.Min(seen ?? 0, Log.Count));
    }

    private static string NameOf(Ticket ticket) => $"{ticket.Epoch} {Convert.ToHexString(ticket.HoldingId ?? [])} {ticket.Erase}";

    private Evidence Check(string text, EvidencePurpose purpose)
    {
        var evidence = EvidenceCodec.Verify(Base64Url.DecodeFromChars(text), DeviceKey!);
        Assert.Equal(purpose, evidence.Purpose);
        Assert.Equal(PublicKeyP256.From(Root).Thumbprint, evidence.Audience);
        Assert.True(nonces.Remove(Base64Url.EncodeToString(evidence.ServerNonce!)), "The server's nonce is used once.");
        if (Counters.Count > 0 && Counters[^1].CompareTo((evidence.BootCount, evidence.RequestCounter)) >= 0)
        {
            Assert.True(MayBeBehind, "A copy of the phone may exist.");
            throw new BehindException(evidence);
        }

        Seen.Add(purpose);
        Evidence.Add(evidence);
        Counters.Add((evidence.BootCount, evidence.RequestCounter));
        return evidence;
    }

    private sealed record Memory(string State, string? Holder, byte[]? HoldingId, uint Epoch, (string? Message, string? Contact) Notice, int Counters);

    private sealed class BehindException(Evidence evidence) : Exception
    {
        public Evidence Evidence { get; } = evidence;
    }

    private string NewNonce()
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        nonces.Add(nonce);
        return nonce;
    }

    private static string Json(string body, string member) => JsonNode.Parse(body)![member]!.GetValue<string>();

    private static Dictionary<string, string> Form(string body) => body.Split('&')
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    private static HttpResponseMessage Ok(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

    private static HttpResponseMessage Refused(string code) => new(HttpStatusCode.Conflict)
    {
        Content = JsonContent.Create(new { type = $"urn:tenure:problem:{code}", title = code, status = 409, code }),
    };

    private static HttpResponseMessage OAuth(string error, string? session = null) => new(HttpStatusCode.BadRequest)
    {
        Content = JsonContent.Create(new { error, auth_session = session, next = session is null ? null : "mail_code" }),
    };
}

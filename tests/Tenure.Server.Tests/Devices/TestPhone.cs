using System.Buffers.Text;
using System.Security.Cryptography;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Tests.Devices;

/// <summary>A phone reduced to what the server sees: a key, counters, and what its block would hold. It verifies tickets as a real one does.</summary>
internal sealed class TestPhone : IDisposable
{
    private readonly TenureClient client;
    private ServerIdentity? server;
    private TicketVerifier? verifier;
    private byte[] outstanding = [];

    public TestPhone(TenureClient client) => this.client = client;

    public ECDsa Key { get; init; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>For another phone with the same key.</summary>
    public ECDsa CopyOfKey() => ECDsa.Create(Key.ExportParameters(includePrivateParameters: true));

    public PublicKeyP256 PublicKey => field ??= PublicKeyP256.From(Key);

    public string Id => PublicKey.Thumbprint.Text;

    public uint Boots { get; set; } = 1;

    public uint Requests { get; set; }

    public uint Epoch { get; set; }

    public byte[]? HoldingId { get; set; }

    public byte[]? LastTicketId { get; set; }

    public KeyThumbprint? Root { get; set; }

    /// <summary>The last checkpoint of the log that it has seen.</summary>
    public Checkpoint? SeenLog { get; set; }

    /// <summary>The ticket by which it is held or free.</summary>
    public string? SignedTicket { get; set; }

    /// <summary>The ticket by which it is lost.</summary>
    public string? LostTicket { get; set; }

    public string Model { get; set; } = "lotus";

    /// <summary>What it says it is when it enrols, and with its cards in a session.</summary>
    public DeviceFacts Facts { get; set; } = DeviceFacts.None;

    /// <summary>Pins the server and enrols.</summary>
    public async Task EnrolAsync(CancellationToken ct)
    {
        await PinAsync(ct);
        var enrolled = await client.EnrolDeviceAsync(await EvidenceAsync(EvidencePurpose.Enrol, null, ct), ct);
        Assert.Equal(Id, enrolled.DeviceId);
    }

    public async Task PinAsync(CancellationToken ct)
    {
        server = await client.GetIdentityAsync(ct);
        verifier = new TicketVerifier([.. server.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))]);
    }

    /// <summary>Activates and stores the hold.</summary>
    public async Task<DeviceActivated> ActivateAsync(string token, CancellationToken ct)
    {
        var activated = await AskForHoldAsync(token, ct);
        Store(activated.Ticket, TicketAction.Hold);
        return activated;
    }

    /// <summary>Activates; the answer gets lost unless the caller stores it.</summary>
    public async Task<DeviceActivated> AskForHoldAsync(string token, CancellationToken ct) =>
        await As(token, async () => await client.ActivateDeviceAsync(await EvidenceAsync(EvidencePurpose.Activate, token, ct), ct));

    public async Task<string> ReleaseAsync(string token, string password, bool erase, CancellationToken ct)
    {
        var evidence = await EvidenceAsync(EvidencePurpose.Release, null, ct);
        return (await As(token, () => client.ReleaseDeviceAsync(new ReleaseDevice(evidence.Evidence, password, erase), ct))).Ticket;
    }

    public async Task<string> GetReleaseTicketAsync(CancellationToken ct) =>
        (await client.GetReleaseTicketAsync(await EvidenceAsync(EvidencePurpose.Release, null, ct), ct)).Ticket;

    public async Task<string> ResetAsync(string token, string password, CancellationToken ct)
    {
        var evidence = await EvidenceAsync(EvidencePurpose.Reset, null, ct);
        return (await As(token, () => client.ResetDeviceAsync(new ResetDevice(evidence.Evidence, password), ct))).Ticket;
    }

    public async Task SetEraseCodeAsync(string token, string password, bool isSet, CancellationToken ct)
    {
        var evidence = await EvidenceAsync(EvidencePurpose.EraseCode, null, ct);
        await As(token, async () =>
        {
            await client.SetEraseCodeAsync(new SetEraseCode(evidence.Evidence, password, isSet), ct);
            return true;
        });
    }

    public async Task<string> GetEraseTicketAsync(CancellationToken ct) =>
        (await client.GetEraseTicketAsync(await EvidenceAsync(EvidencePurpose.Erase, null, ct), ct)).Ticket;

    public async Task<string> GetOpenTicketAsync(CancellationToken ct) =>
        (await client.GetOpenTicketAsync(await EvidenceAsync(EvidencePurpose.Open, null, ct), ct)).Ticket;

    /// <summary>Says that it did not carry a ticket out; as for every decline, without a word about its holding.</summary>
    public async Task DeclineAsync(byte[] ticket, CancellationToken ct)
    {
        var (holding, last) = (HoldingId, LastTicketId);
        (HoldingId, LastTicketId) = (null, ticket);
        var evidence = await EvidenceAsync(EvidencePurpose.Decline, null, ct);
        (HoldingId, LastTicketId) = (holding, last);
        await client.DeclineDeviceAsync(evidence, ct);
    }

    /// <summary>Asks whether it is lost.</summary>
    public async Task<string> GetLostTicketAsync(CancellationToken ct) =>
        (await client.GetLostTicketAsync(await EvidenceAsync(EvidencePurpose.Lost, null, ct), ct)).Ticket;

    public async Task SendReceiptAsync(CancellationToken ct) => await client.SendReceiptAsync(await EvidenceAsync(EvidencePurpose.Receipt, null, ct), ct);

    /// <summary>Shows the name in a hold ticket and stores nothing.</summary>
    public void Offer(DeviceActivated activated) => LastTicketId = Verify(activated.Ticket, TicketAction.Hold).TicketId;

    public async Task DeclineAsync(CancellationToken ct) => await client.DeclineDeviceAsync(await EvidenceAsync(EvidencePurpose.Decline, null, ct), ct);

    public async Task<Ticket> SyncAsync(CancellationToken ct) =>
        Verify((await client.SyncDeviceAsync(await ReportAsync(ct), ct)).Ticket, TicketAction.Sync);

    /// <summary>Asks how far its count was, and goes on from there.</summary>
    public async Task<Ticket> RecountAsync(CancellationToken ct)
    {
        var ticket = Verify((await client.SyncDeviceAsync(await ReportAsync(ct), ct)).Ticket, TicketAction.Recount);
        (Boots, Requests) = (ticket.CountedBoots!.Value + 1, 0);
        return ticket;
    }

    /// <summary>How it stands, with the tickets that a real phone keeps.</summary>
    public async Task<SyncDevice> ReportAsync(CancellationToken ct) => new((await EvidenceAsync(EvidencePurpose.Sync, null, ct)).Evidence, SignedTicket, LostTicket);

    public async Task<DeviceState> StateAsync(CancellationToken ct)
    {
        var tokens = await client.SignIn.ForDeviceAsync((await EvidenceAsync(EvidencePurpose.Session, null, ct)).Evidence, ct);
        return await As(tokens.AccessToken, () => client.GetDeviceStateAsync(ct));
    }

    /// <summary>Evidence over a fresh nonce of the server.</summary>
    public async Task<DeviceEvidence> EvidenceAsync(EvidencePurpose purpose, string? token, CancellationToken ct, Func<Evidence, Evidence>? also = null)
    {
        if (server is null)
        {
            await PinAsync(ct);
        }

        return Evidence(purpose, Base64Url.DecodeFromChars((await client.GetDeviceNonceAsync(ct)).Nonce), token, also);
    }

    public DeviceEvidence Evidence(EvidencePurpose purpose, byte[]? serverNonce, string? token, Func<Evidence, Evidence>? also = null)
    {
        var said = new Evidence
        {
            Purpose = purpose,
            Subject = PublicKey.Thumbprint,
            Audience = Root ?? PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(server!.Roots[0])).Thumbprint,
            ServerNonce = serverNonce,
            DeviceNonce = RandomNumberGenerator.GetBytes(32),
            ConfirmationKey = purpose == EvidencePurpose.Enrol ? PublicKey : null,
            HardwareModel = Model,
            SoftwareName = "test phone",
            SoftwareVersion = "1",
            OemBoot = true,
            DebugState = DebugState.DisabledSinceBoot,
            BootCount = Boots,
            RequestCounter = ++Requests,
            Epoch = Epoch,
            HoldingId = HoldingId,
            LastTicketId = LastTicketId,
            SeenEntries = purpose == EvidencePurpose.Release ? SeenLog?.Size : null,
            Account = token is null ? null : EvidenceCodec.AccountOf(token),
            Facts = purpose switch { EvidencePurpose.Enrol => Facts with { Sims = null }, EvidencePurpose.Session => Facts, _ => DeviceFacts.None },
        };
        var evidence = EvidenceCodec.Sign(also?.Invoke(said) ?? said, Key);
        outstanding = EvidenceCodec.Digest(evidence);
        return new DeviceEvidence(Base64Url.EncodeToString(evidence));
    }

    /// <summary>What the phone's own verifier says of a ticket for the evidence outstanding.</summary>
    public Ticket Verify(string ticket, TicketAction action) => verifier!.Verify(Base64Url.DecodeFromChars(ticket), new TicketExpectation
    {
        Issuer = server!.Issuer,
        Subject = PublicKey.Thumbprint,
        Epoch = Epoch,
        EvidenceDigest = outstanding,
        Actions = [action],
        HoldingId = HoldingId,
        SeenLog = SeenLog,
        Elapsed = TimeSpan.FromSeconds(1),
    }) is var verified && verified.Checkpoint is { Checkpoint: var checkpoint } ? See(verified.Ticket, checkpoint) : verified.Ticket;

    /// <summary>Looks at the log.</summary>
    public async Task SeeLogAsync(CancellationToken ct) => SeenLog = CheckpointCodec.ReadUnverified(Base64Url.DecodeFromChars((await client.GetCheckpointAsync(SeenLog?.Size, ct)).Checkpoint));

    private Ticket See(Ticket ticket, Checkpoint checkpoint)
    {
        SeenLog = checkpoint;
        return ticket;
    }

    /// <summary>Carries a ticket out.</summary>
    public Ticket Store(string signed, TicketAction action)
    {
        var ticket = Verify(signed, action);
        LastTicketId = ticket.TicketId;
        SignedTicket = action is TicketAction.Hold or TicketAction.Release or TicketAction.Sync ? signed : SignedTicket;
        LostTicket = action == TicketAction.Lost ? signed : action == TicketAction.Found ? null : LostTicket;
        if (action == TicketAction.Release)
        {
            Epoch++;
        }

        HoldingId = action switch
        {
            TicketAction.Release => null,
            TicketAction.Hold or TicketAction.Sync => ticket.HoldingId,
            _ => HoldingId,
        };
        return ticket;
    }

    public void Dispose()
    {
        Key.Dispose();
        verifier?.Dispose();
    }

    // A client of its own speaks for the person, so that several may do so at once.
    private async Task<T> As<T>(string token, Func<Task<T>> call)
    {
        client.AccessToken = token;
        try
        {
            return await call();
        }
        finally
        {
            client.AccessToken = null;
        }
    }
}

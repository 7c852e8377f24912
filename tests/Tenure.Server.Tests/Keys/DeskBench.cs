using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Keys.Signing;

namespace Tenure.Server.Tests.Keys;

/// <summary>A folder with the keys of a ceremony, and a server that has nothing but what devices sent it.</summary>
internal sealed class DeskBench : IAsyncDisposable
{
    public const string Issuer = "https://tenure.example/";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-desk").FullName;
    private SigningDesk? desk;

    private DeskBench()
    {
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    /// <summary>When holders agreed, for a signer with a clock of its own; by <see cref="Clock"/> when absent.</summary>
    public DateTimeOffset? ConsentsAt { get; set; }

    public SigningLimits Limits { get; set; } = new(HoldPerHour: 1000, ReleasePerHour: 1000);

    public string Roots => Path.Combine(folder, "out", "roots");

    public string Keys => Path.Combine(folder, "out", "signer");

    public string Ledger => Path.Combine(Keys, "ledger");

    /// <summary>What the signer logged.</summary>
    public List<string> Said { get; } = [];

    public SigningDesk Desk => desk!;

    public static async Task<DeskBench> OpenAsync()
    {
        var bench = new DeskBench();
        Assert.Equal(0, await KeyCommand.RunAsync(["ceremony", "--out", Path.Combine(bench.folder, "out"), "--issuer", Issuer], TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken));
        await bench.StartAsync();
        return bench;
    }

    public async Task StartAsync() => desk = await NewDeskAsync();

    public Task<SigningDesk> NewDeskAsync()
    {
        using var logging = LoggerFactory.Create(log => log.AddProvider(new Heard(Said)));
        return SigningDesk.OpenAsync(Keys, Limits, Clock, new SignerLog(logging.CreateLogger<SignerLog>()), TestContext.Current.CancellationToken);
    }

    /// <summary>The ledger, checked from its first line on.</summary>
    public Task<LedgerVerification> SeenAsync() => SeenAsync(Keys);

    /// <inheritdoc cref="SeenAsync()"/>
    public static async Task<LedgerVerification> SeenAsync(string keys)
    {
        var seen = new LedgerVerification();
        Assert.True(await SigningLedger.VerifyAsync(keys, seen, TestContext.Current.CancellationToken));
        return seen;
    }

    /// <summary>As if its process had been started again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (desk is not null)
        {
            await desk.DisposeAsync();
            desk = null;
        }
    }

    public Task<SignerAnswer> AskAsync(SignerRequest request) => AskAsync(SignerRequestCodec.Encode(request));

    public async Task<SignerAnswer> AskAsync(byte[] request) => SignerAnswerCodec.Decode(await Desk.AnswerAsync(request));

    public async Task<ProtocolErrorCode?> RefusalOfAsync(SignerRequest request) => (await AskAsync(request)).Refusal;

    /// <summary>What a device that is held asks when it is to be released, and the ticket for it.</summary>
    public TicketRequest Release(ECDsa? device = null) => Request(EvidencePurpose.Release, TicketAction.Release, device);

    /// <summary>What a device asks when it is activated.</summary>
    public TicketRequest Hold(ECDsa? device = null) => Request(EvidencePurpose.Activate, TicketAction.Hold, device);

    public TicketRequest Request(EvidencePurpose purpose, TicketAction action, ECDsa? device = null)
    {
        using var made = device is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var key = PublicKeyP256.From(device ?? made!);
        var evidence = EvidenceCodec.Sign(
            new Evidence
            {
                Purpose = purpose,
                Subject = key.Thumbprint,
                Audience = new KeyFolder(Keys).ReadPublic(KeyNames.ActiveRoot).Thumbprint,
                DeviceNonce = RandomNumberGenerator.GetBytes(32),
                HardwareModel = "lotus",
                SoftwareName = "test phone",
                SoftwareVersion = "1",
                OemBoot = true,
                DebugState = DebugState.DisabledSinceBoot,
                BootCount = 1,
                RequestCounter = 1,
                Epoch = 0,
                HoldingId = purpose is EvidencePurpose.Release or EvidencePurpose.Lost or EvidencePurpose.Reset ? new byte[16] : null,
                Account = purpose == EvidencePurpose.Activate ? new byte[32] : null,
            },
            device ?? made!);
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = key.Thumbprint,
            TicketId = RandomNumberGenerator.GetBytes(16),
            Action = action,
            Epoch = 0,
            EvidenceDigest = EvidenceCodec.Digest(evidence),
            Lifetime = TimeSpan.FromMinutes(15),
            ServerGeneration = new byte[16],
            HoldingId = action is TicketAction.Hold or TicketAction.Release ? new byte[16] : null,
            State = action == TicketAction.Sync ? TicketState.Free : null,
            MaskedHolder = action == TicketAction.Hold ? "a•••@example.org" : null,
            Erase = action == TicketAction.Release ? true : null,
        };
        return action == TicketAction.Release
            ? WithConsent(new(SignerPurpose.Release, ticket, evidence, key))
            : new(action == TicketAction.Hold ? SignerPurpose.Hold : SignerPurpose.Release, ticket, evidence, key);
    }

    /// <summary>Puts the holder's consent into a log, and its proof beside the request.</summary>
    /// <param name="request">For a release.</param>
    /// <param name="about">The release that the holder agreed to; this one when absent.</param>
    /// <param name="signer">Who signs the log.</param>
    public TicketRequest WithConsent(TicketRequest request, Func<Ticket, Ticket>? about = null, SignerPurpose signer = SignerPurpose.Log)
    {
        var consent = new ReleaseConsent
        {
            DeviceRef = new byte[16],
            HoldingRef = new byte[16],
            Sequence = 2,
            Previous = new byte[32],
            Salt = new byte[16],
            HolderMark = new byte[16],
            At = ConsentsAt ?? Clock.GetUtcNow(),
            By = ConsentPlace.Phone,
        };
        var log = new SmallLog { Leaves = [new byte[32], consent.HashFor(about?.Invoke(request.Ticket) ?? request.Ticket), new byte[32]] };
        var (signerKey, certificate) = new KeyFolder(Keys).ReadSigner(signer);
        using var _ = signerKey;
        return request with
        {
            Ticket = request.Ticket with { Consent = log.Leaves[1] },
            Consent = log.Prove(CheckpointCodec.Sign(log.Checkpoint(Issuer, Clock.GetUtcNow()), signerKey, certificate), 1, consent),
        };
    }

    /// <summary>Who signed, as the certificate beside the ticket says.</summary>
    public SignerCertificate SignerOf(SignerAnswer answer) =>
        SignerCertificateCodec.Verify(SignedTicketCodec.Decode(answer.Content).Certificate, [.. KeyNames.Roots.Select(new KeyFolder(Keys).ReadPublic)]);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Heard(List<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (said)
            {
                said.Add($"{logLevel}: {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

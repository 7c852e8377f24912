using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Bench;

/// <summary>How many tickets one core verifies, each with its own evidence, under a pinned root and a certified signer.</summary>
internal static class TicketVerification
{
    private const string Issuer = "https://tenure.example/";
    private const int Tickets = 1000;
    private const int Rounds = 9;

    public static IReadOnlyList<Figure> Measure()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var deviceKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = PublicKeyP256.From(rootKey);
        var device = PublicKeyP256.From(deviceKey).Thumbprint;
        var certificate = SignerCertificateCodec.Sign(
            new() { Issuer = Issuer, Purpose = SignerPurpose.Hold, Generation = 1, Key = PublicKeyP256.From(signerKey) }, rootKey);
        var tickets = Enumerable.Range(0, Tickets).Select(_ => Make(device, signerKey, certificate)).ToList();

        using var roots = new PinnedRoots([root]);
        using var verifier = new TicketVerifier([root]);
        List<double> withCertificate = [];
        List<double> knownSigner = [];
        for (var round = 0; round < Rounds; round++)
        {
            withCertificate.Add(PerSecond(tickets, ticket =>
            {
                // The verifier remembers a certificate that it has verified; here its signature is checked again with every ticket.
                SignerCertificateCodec.Verify(SignedTicketCodec.Decode(ticket.Bytes).Certificate, roots);
                verifier.Verify(ticket.Bytes, ticket.Expected);
            }));
            knownSigner.Add(PerSecond(tickets, ticket => verifier.Verify(ticket.Bytes, ticket.Expected)));
        }

        var ours = (long)tickets.Take(Rounds).Select(ticket => (double)BareVerification.Allocated(() => verifier.Verify(ticket.Bytes, ticket.Expected))).ToList().Median();
        var bare = (long)tickets.Take(Rounds).Select(ticket => (double)BareVerification.Allocated(() => BareVerification.Verify(ticket.Bytes, signerKey))).ToList().Median();
        return
        [
            new("Tickets verified, each with its signer's certificate", withCertificate.Median(), "per second and core", AtLeast: 4000,
                Detail: $"one thread, by CPU time; two signatures each; median of {Rounds} times {Tickets}"),
            new("Tickets verified, certificate verified before", knownSigner.Median(), "per second and core", AtLeast: 8000, Detail: "the same tickets, as a verifier does it: the certificate's bytes are compared"),
            new(
                "A ticket verified: bytes allocated against bare decoding and verification", (double)ours / bare, "", AtMost: 1,
                Detail: string.Create(CultureInfo.InvariantCulture, $"{ours} bytes against {bare}: the platform's own readers, its check of the signature, and the claims' values; median of {Rounds} times 1000")),
        ];
    }

    private static double PerSecond(List<(byte[] Bytes, TicketExpectation Expected)> tickets, Action<(byte[] Bytes, TicketExpectation Expected)> verify)
    {
        using var self = Process.GetCurrentProcess();
        var before = CpuClock.Of(self);
        tickets.ForEach(verify);
        self.Refresh();
        return tickets.Count / (CpuClock.Of(self) - before).TotalSeconds;
    }

    private static (byte[] Bytes, TicketExpectation Expected) Make(KeyThumbprint device, ECDsa signerKey, byte[] certificate)
    {
        var evidence = RandomNumberGenerator.GetBytes(32);
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = device,
            TicketId = RandomNumberGenerator.GetBytes(16),
            Action = TicketAction.Hold,
            Epoch = 3,
            EvidenceDigest = evidence,
            Lifetime = TimeSpan.FromMinutes(10),
            ServerGeneration = RandomNumberGenerator.GetBytes(16),
            HoldingId = RandomNumberGenerator.GetBytes(16),
            MaskedHolder = "a…@example.org",
            HolderHandle = RandomNumberGenerator.GetBytes(44),
        };
        var expected = new TicketExpectation
        {
            Issuer = Issuer,
            Subject = device,
            Epoch = 3,
            EvidenceDigest = evidence,
            Actions = [TicketAction.Hold],
            Elapsed = TimeSpan.FromSeconds(1),
        };
        return (SignedTicketCodec.Encode(TicketCodec.Sign(ticket, signerKey), certificate), expected);
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys.Contracts;

/// <summary>Signs tickets by purpose, with the certificate beside them. One per process; safe for several threads.</summary>
/// <remarks>Signers are read at first use: a certificate names the issuer, which in development is known only once the server listens.</remarks>
internal sealed class TicketSigner(DataFolder folder, IHostEnvironment environment, ServerRoots roots, IssuerUrl issuer, KeyLog log)
{
    private readonly ConcurrentDictionary<SignerPurpose, Lazy<Signer>> signers = new();

    /// <summary>The issuer as tickets and certificates spell it.</summary>
    public string Issuer => issuer.Value.AbsoluteUri;

    /// <summary>The ticket and its signer's certificate as one piece, as devices take it.</summary>
    /// <exception cref="KeyFileException">The signer's files are missing or do not fit.</exception>
    public byte[] Sign(SignerPurpose purpose, Ticket ticket)
    {
        var signer = Get(purpose);
        // A platform key may be used by one thread at a time; importing one costs far less than a signature.
        using var key = ECDsa.Create(signer.Key);
        return SignedTicketCodec.Encode(TicketCodec.Sign(ticket, key), signer.Certificate);
    }

    /// <summary>Reads every signer, so that a file that is missing stops the start and not the first activation.</summary>
    /// <exception cref="KeyFileException">A signer's files are missing or do not fit.</exception>
    public void RequireAll()
    {
        foreach (var purpose in KeyNames.Signers)
        {
            _ = Get(purpose);
        }
    }

    private Signer Get(SignerPurpose purpose) => signers.GetOrAdd(purpose, p => new Lazy<Signer>(() => Load(p))).Value;

    private Signer Load(SignerPurpose purpose)
    {
        var files = new KeyFolder(folder.Keys);
        if (environment.IsDevelopment())
        {
            Certify(files, purpose);
        }

        using var key = files.ReadPrivate(KeyNames.Of(purpose));
        var bytes = files.ReadCertificate(purpose);
        var certificate = Verify(purpose, bytes, PublicKeyP256.From(key));
        log.SignerReady(purpose, certificate.Generation);
        return new Signer(key.ExportParameters(includePrivateParameters: true), bytes);
    }

    // The address of a development server may change between runs, and its roots are at hand.
    private void Certify(KeyFolder files, SignerPurpose purpose)
    {
        var name = KeyNames.Of(purpose);
        if (!files.HasPrivate(name))
        {
            files.MakePair(name);
        }

        using var root = files.ReadPrivate(KeyNames.ActiveRoot);
        files.WriteCertificate(purpose, Ceremony.Certify(root, purpose, files.ReadPublic(name), Issuer, generation: 1));
        log.DevelopmentSignerCertified(purpose, Issuer);
    }

    private SignerCertificate Verify(SignerPurpose purpose, byte[] bytes, PublicKeyP256 key)
    {
        try
        {
            var certificate = SignerCertificateCodec.Verify(bytes, roots.All);
            return certificate.Purpose == purpose && certificate.Key.Equals(key) && string.Equals(certificate.Issuer, Issuer, StringComparison.Ordinal)
                ? certificate
                : throw new KeyFileException($"{KeyNames.Certificate(purpose)} is for another purpose, key or issuer than this server's ({Issuer}).");
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"{KeyNames.Certificate(purpose)} is not certified by a pinned root: {e.Message}", e);
        }
    }

    private sealed record Signer(ECParameters Key, byte[] Certificate);
}

using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys;

/// <summary>Before the first request: roots and server generation are there, somebody signs, and in production no root's private key is here.</summary>
internal sealed class PrepareKeys(
    DataFolder folder, IHostEnvironment environment, ServerRoots roots, ServerGeneration generation, ISignerLine line, TicketSigner signer, DevelopmentKeys development, GenerationBook generations, KeyLog log) : IStartUp
{
    public async Task RunAsync(CancellationToken ct)
    {
        var files = new KeyFolder(folder.Keys);
        development.MakeRoots();
        if (!environment.IsDevelopment() && KeyNames.Roots.FirstOrDefault(files.HasPrivate) is { } found)
        {
            throw new KeyFileException($"{KeyNames.Private(found)} is a root's private key. It does not belong on a server: keep it offline (docs/operate/keys.md).");
        }

        roots.Load(files);
        line.Begin();
        if (!environment.IsDevelopment())
        {
            await RequireSignersAsync(ct);
        }

        generation.Current = await generations.CurrentAsync(ct);
    }

    // What is missing stops the start, and not the first activation.
    private async Task RequireSignersAsync(CancellationToken ct)
    {
        SignerStatus status;
        try
        {
            status = await signer.GetStatusAsync(ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            throw new KeyFileException($"The signer cannot be asked: {e.Message} (docs/operate/keys.md)", e);
        }

        foreach (var purpose in KeyNames.Signers)
        {
            var readiness = status.Signers.FirstOrDefault(s => s.Purpose == purpose);
            if (readiness is not null || KeyNames.IsNeeded(purpose))
            {
                Require(purpose, readiness);
            }
        }
    }

    private void Require(SignerPurpose purpose, SignerReadiness? readiness)
    {
        if (readiness is null or { Trouble: not null })
        {
            throw new KeyFileException(readiness?.Trouble ?? $"The signer has no key for {KeyNames.Of(purpose)}.");
        }

        try
        {
            var certificate = SignerCertificateCodec.Verify(readiness.Certificate, roots.All);
            if (certificate.Purpose != purpose || !string.Equals(certificate.Issuer, signer.Issuer, StringComparison.Ordinal))
            {
                throw new KeyFileException($"The signer for {KeyNames.Of(purpose)} is certified for {certificate.Issuer} and not for this server ({signer.Issuer}).");
            }

            log.SignerReady(purpose, certificate.Generation);
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"The signer for {KeyNames.Of(purpose)} is not certified by a root of this server: {e.Message}", e);
        }
    }
}

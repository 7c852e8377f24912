using Microsoft.Extensions.Options;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Keys;

/// <summary>In development the server is its own ceremony: it makes roots, and certifies its signers for the address that it happens to have. Elsewhere it does nothing.</summary>
internal sealed class DevelopmentKeys(DataFolder folder, IHostEnvironment environment, IOptions<KeyOptions> options, KeyLog log)
{
    private readonly Lock gate = new();
    private string? certified;

    // A signer that runs by itself has keys of its own, and roots that certify them.
    private bool IsNeeded => environment.IsDevelopment() && options.Value.Signer is null;

    /// <summary>Makes the roots that are missing.</summary>
    public void MakeRoots()
    {
        if (!IsNeeded)
        {
            return;
        }

        var files = new KeyFolder(folder.Keys);
        foreach (var name in KeyNames.Roots.Where(name => !files.HasPrivate(name)))
        {
            files.MakePair(name);
            log.DevelopmentRootsMade(folder.Keys);
        }
    }

    /// <summary>Makes and certifies the signers that are missing, or that are for another address.</summary>
    public void Certify(string issuer)
    {
        if (!IsNeeded)
        {
            return;
        }

        lock (gate)
        {
            if (certified != issuer)
            {
                var files = new KeyFolder(folder.Keys);
                foreach (var purpose in KeyNames.Signers.Where(purpose => !IsCertified(files, purpose, issuer)))
                {
                    Ceremony.MakeSigner(files, files, purpose, issuer, Ceremony.GenerationOf(files, purpose) ?? 1);
                    log.DevelopmentSignerCertified(purpose, issuer);
                }

                certified = issuer;
            }
        }
    }

    private static bool IsCertified(KeyFolder files, SignerPurpose purpose, string issuer)
    {
        try
        {
            return SignerCertificateCodec.Verify(files.ReadCertificate(purpose), [files.ReadPublic(KeyNames.ActiveRoot)]).Issuer == issuer;
        }
        catch (Exception e) when (e is KeyFileException or ProtocolException)
        {
            return false;
        }
    }
}

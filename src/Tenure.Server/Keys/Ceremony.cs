using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys;

/// <summary>What happens where the roots are: roots are made apart, signers are made and certified.</summary>
internal static class Ceremony
{
    /// <summary>Makes both roots.</summary>
    public static void MakeRoots(KeyFolder roots)
    {
        foreach (var name in KeyNames.Roots)
        {
            roots.MakePair(name);
        }
    }

    /// <summary>Copies the public halves of the roots.</summary>
    public static void CopyRoots(KeyFolder roots, KeyFolder to)
    {
        foreach (var name in KeyNames.Roots)
        {
            to.WritePublic(name, roots.ReadPublic(name));
        }
    }

    /// <summary>Makes a new signer and certifies it; the file is there whole or not at all, and so is the one that it replaces.</summary>
    public static void MakeSigner(KeyFolder roots, KeyFolder signers, SignerPurpose purpose, string issuer, uint generation)
    {
        using var root = roots.ReadPrivate(KeyNames.ActiveRoot);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        signers.WriteSigner(purpose, key, SignerCertificateCodec.Sign(
            new SignerCertificate { Issuer = issuer, Purpose = purpose, Generation = generation, Key = PublicKeyP256.From(key) }, root));
    }

    /// <summary>The generation of the signer that is there now, whoever certified it; <c>null</c> when there is none.</summary>
    public static uint? GenerationOf(KeyFolder signers, SignerPurpose purpose) => CertificateOf(signers, purpose)?.Generation;

    /// <summary>What the certificate of the signer that is there now says, whoever signed it; <c>null</c> when there is none.</summary>
    public static SignerCertificate? CertificateOf(KeyFolder signers, SignerPurpose purpose)
    {
        try
        {
            return SignerCertificateCodec.ReadUnverified(signers.ReadCertificate(purpose));
        }
        catch (Exception e) when (e is KeyFileException or ProtocolException)
        {
            return null;
        }
    }
}

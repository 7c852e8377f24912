using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys;

/// <summary>What happens in a key ceremony: roots are made apart, signers are made and certified for the server.</summary>
internal static class Ceremony
{
    /// <summary>The certificate of one signer.</summary>
    public static byte[] Certify(ECDsa root, SignerPurpose purpose, PublicKeyP256 signer, string issuer, uint generation) =>
        SignerCertificateCodec.Sign(new SignerCertificate { Issuer = issuer, Purpose = purpose, Generation = generation, Key = signer }, root);

    /// <summary>Makes both roots.</summary>
    public static void MakeRoots(KeyFolder roots)
    {
        foreach (var name in KeyNames.Roots)
        {
            roots.MakePair(name);
        }
    }

    /// <summary>Makes new signers of a generation, and copies the public halves of the roots beside them.</summary>
    public static void MakeSigners(KeyFolder roots, KeyFolder server, string issuer, uint generation)
    {
        using var root = roots.ReadPrivate(KeyNames.ActiveRoot);
        foreach (var purpose in KeyNames.Signers)
        {
            server.MakePair(KeyNames.Of(purpose));
            server.WriteCertificate(purpose, Certify(root, purpose, server.ReadPublic(KeyNames.Of(purpose)), issuer, generation));
        }

        foreach (var name in KeyNames.Roots)
        {
            server.WritePublic(name, roots.ReadPublic(name));
        }
    }
}

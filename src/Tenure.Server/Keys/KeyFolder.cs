using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Keys;

/// <summary>A folder with roots, signers, or both; knows nothing of servers.</summary>
internal sealed class KeyFolder(string path)
{
    public bool HasPrivate(string name) => System.IO.File.Exists(File(KeyNames.Private(name)));

    /// <summary>Makes a key pair; the private half is readable by its owner alone.</summary>
    public void MakePair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WritePrivate(name, key);
        WritePublic(name, PublicKeyP256.From(key));
    }

    public void WritePrivate(string name, ECDsa key) =>
        DataFolder.WriteSecret(File(KeyNames.Private(name)), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));

    public void WritePublic(string name, PublicKeyP256 key)
    {
        using var platformKey = key.ToECDsa();
        DataFolder.WriteSecret(File(KeyNames.Public(name)), Encoding.ASCII.GetBytes(platformKey.ExportSubjectPublicKeyInfoPem() + "\n"));
    }

    /// <exception cref="KeyFileException">Missing, or not a P-256 key.</exception>
    public ECDsa ReadPrivate(string name) => Import(KeyNames.Private(name));

    /// <exception cref="KeyFileException">Missing, or not a P-256 key.</exception>
    public PublicKeyP256 ReadPublic(string name)
    {
        using var key = Import(KeyNames.Public(name));
        return PublicKeyP256.From(key);
    }

    public void WriteCertificate(SignerPurpose purpose, byte[] certificate) => DataFolder.WriteSecret(File(KeyNames.Certificate(purpose)), certificate);

    /// <exception cref="KeyFileException">Missing.</exception>
    public byte[] ReadCertificate(SignerPurpose purpose)
    {
        var name = KeyNames.Certificate(purpose);
        return System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllBytes(File(name)) : throw Missing(name);
    }

    private ECDsa Import(string name)
    {
        if (!System.IO.File.Exists(File(name)))
        {
            throw Missing(name);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(System.IO.File.ReadAllText(File(name)));
            _ = PublicKeyP256.From(key);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or ProtocolException)
        {
            key.Dispose();
            throw new KeyFileException($"{name} in the keys folder is not a P-256 key in PEM.", e);
        }
    }

    private static KeyFileException Missing(string name) => new($"{name} is missing in the keys folder. `keys ceremony` makes it: docs/operate/keys.md.");

    private string File(string name) => Path.Combine(path, name);
}

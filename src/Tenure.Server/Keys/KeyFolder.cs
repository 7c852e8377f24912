using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Keys;

/// <summary>A folder with roots, signers, or both; knows nothing of servers.</summary>
internal sealed class KeyFolder(string path)
{
    private const string CertificateLabel = "TENURE SIGNER CERTIFICATE";

    public bool HasPrivate(string name) => System.IO.File.Exists(File(KeyNames.Private(name)));

    public bool HasSigner(SignerPurpose purpose) => HasPrivate(KeyNames.Of(purpose));

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

    /// <summary>Writes a signer, key and certificate in one file: a rename puts the next one in its place, and no moment has half of each.</summary>
    public void WriteSigner(SignerPurpose purpose, ECDsa key, byte[] certificate) => DataFolder.WriteSecret(
        File(KeyNames.Private(KeyNames.Of(purpose))),
        Encoding.ASCII.GetBytes($"{key.ExportPkcs8PrivateKeyPem()}\n{PemEncoding.WriteString(CertificateLabel, certificate)}\n"));

    /// <summary>Reads a signer and its certificate, which is not verified.</summary>
    /// <exception cref="KeyFileException">Missing, or not a P-256 key with a certificate.</exception>
    public (ECDsa Key, byte[] Certificate) ReadSigner(SignerPurpose purpose)
    {
        var name = KeyNames.Private(KeyNames.Of(purpose));
        var text = ReadText(name);
        var certificate = FindCertificate(name, text);
        return (Import(name, text), certificate);
    }

    /// <summary>Reads the certificate of a signer; it is not verified.</summary>
    /// <exception cref="KeyFileException">Missing.</exception>
    public byte[] ReadCertificate(SignerPurpose purpose)
    {
        var name = KeyNames.Private(KeyNames.Of(purpose));
        return FindCertificate(name, ReadText(name));
    }

    /// <summary>The agents' passkeys of which votes are taken.</summary>
    /// <exception cref="KeyFileException">The file is none.</exception>
    public IReadOnlyList<AgentKey> ReadAgents() => new AgentFile(path).Read();

    /// <summary>The files with statements of roots, in the order of their names.</summary>
    public IEnumerable<string> StatementFiles() => Directory.EnumerateFiles(path, KeyNames.StatementPrefix + "*" + KeyNames.StatementSuffix).Order(StringComparer.Ordinal);

    /// <summary>The names of roots that were replaced, whose public halves are kept for what they certified.</summary>
    public IEnumerable<string> FormerRoots() => Directory.EnumerateFiles(path, KeyNames.Public(KeyNames.FormerPrefix + "*")).Select(System.IO.Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    /// <summary>Changes when the file is written; the same for as long as it is missing.</summary>
    public string Stamp(string file)
    {
        var found = new FileInfo(File(file));
        return found.Exists ? string.Create(CultureInfo.InvariantCulture, $"{found.LastWriteTimeUtc.Ticks}:{found.Length};") : "-;";
    }

    private ECDsa Import(string name) => Import(name, ReadText(name));

    private string ReadText(string name)
    {
        try
        {
            return System.IO.File.ReadAllText(File(name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{name} in the keys folder cannot be read: {e.Message}", e);
        }
    }

    private static byte[] FindCertificate(string name, string text)
    {
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var bytes = new byte[fields.DecodedDataLength];
            if (rest[fields.Label] is CertificateLabel && Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out _))
            {
                return bytes;
            }
        }

        throw new KeyFileException($"{name} in the keys folder has no certificate. `keys rotate` makes a new signer: docs/operate/keys.md.");
    }

    private static ECDsa Import(string name, string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
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

using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>What a server is to a device, in one number: its name in tickets and all of its roots. Whoever adds or replaces one of them is another server.</summary>
public static class ServerFingerprint
{
    /// <summary>SHA-256 over issuer and roots in their order, as a canonical CBOR array <c>[issuer, COSE_Key, …]</c>.</summary>
    /// <param name="issuer">The issuer URL.</param>
    /// <param name="roots">Active first, then standby.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Digest(string issuer, IReadOnlyList<PublicKeyP256> roots)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(roots);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(1 + roots.Count);
        writer.WriteTextString(issuer);
        foreach (var root in roots)
        {
            writer.WriteByteString(root.ToCoseKey());
        }

        writer.WriteEndArray();
        return SHA256.HashData(writer.Encode());
    }

    /// <summary>For people to compare when a device meets its server: the first 16 bytes as eight groups of four hexadecimal digits.</summary>
    public static string Text(string issuer, IReadOnlyList<PublicKeyP256> roots) => KeyThumbprint.FromBytes(Digest(issuer, roots)).ToFingerprint();
}

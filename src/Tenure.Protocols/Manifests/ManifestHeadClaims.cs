using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>A manifest's head as a canonical CBOR map, both ways.</summary>
internal static class ManifestHeadClaims
{
    public static byte[] Encode(byte[] id, uint devices, byte[] digest)
    {
        Check(id, devices, digest);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartMap(3);
        writer.WriteClaim(ClaimKeys.TokenId, id);
        writer.WriteClaim(ClaimKeys.ManifestDevices, devices);
        writer.WriteClaim(ClaimKeys.ManifestDigest, digest);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static (byte[] Id, uint Devices, byte[] Digest) Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload", entries: 3);
        reader.ReadLabel(ClaimKeys.TokenId, "cti");
        var id = reader.ReadBytes("cti", ClaimSizes.Id);
        reader.ReadLabel(ClaimKeys.ManifestDevices, "devices");
        var devices = reader.ReadUInt32("devices");
        reader.ReadLabel(ClaimKeys.ManifestDigest, "digest");
        var digest = reader.ReadBytes("digest", ClaimSizes.Digest);
        reader.ReadEnd();
        Check(id, devices, digest);
        ClaimRules.Canonical(payload.Span, Encode(id, devices, digest));
        return (id, devices, digest);
    }

    private static void Check(byte[] id, uint devices, byte[] digest)
    {
        ClaimRules.Length(id, ClaimSizes.Id, "cti");
        ClaimRules.Length(digest, ClaimSizes.Digest, "digest");
        if (devices is 0 or > ManifestHead.MaxDevices)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"1 to {ManifestHead.MaxDevices} devices are expected.", "devices");
        }
    }
}

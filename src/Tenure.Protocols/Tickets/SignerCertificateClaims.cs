using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A signer certificate as a canonical CBOR map, both ways.</summary>
internal static class SignerCertificateClaims
{
    public static byte[] Encode(SignerCertificate certificate)
    {
        Check(certificate);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartMap(4);
        writer.WriteClaim(ClaimKeys.Issuer, certificate.Issuer);
        writer.WriteInt32(ClaimKeys.Confirmation);
        Confirmation.Write(writer, certificate.Key);
        writer.WriteClaim(ClaimKeys.SignerPurpose, (uint)certificate.Purpose);
        writer.WriteClaim(ClaimKeys.SignerGeneration, certificate.Generation);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static SignerCertificate Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload", entries: 4);
        reader.ReadLabel(ClaimKeys.Issuer, "iss");
        var issuer = reader.ReadText("iss", ClaimSizes.Issuer);
        reader.ReadLabel(ClaimKeys.Confirmation, "cnf");
        var key = Confirmation.Read(reader);
        reader.ReadLabel(ClaimKeys.SignerPurpose, "signer_purpose");
        var purpose = (SignerPurpose)reader.ReadUInt32("signer_purpose");
        reader.ReadLabel(ClaimKeys.SignerGeneration, "signer_generation");
        var generation = reader.ReadUInt32("signer_generation");
        reader.ReadEnd();
        var certificate = new SignerCertificate { Issuer = issuer, Purpose = purpose, Generation = generation, Key = key };
        ClaimRules.Canonical(payload.Span, Encode(certificate));
        return certificate;
    }

    private static void Check(SignerCertificate certificate)
    {
        ClaimRules.Text(certificate.Issuer, ClaimSizes.Issuer, "iss");
        ClaimRules.Defined(certificate.Purpose, "signer_purpose");
        if (certificate.Generation == 0)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "Generations count from 1.", "signer_generation");
        }
    }
}

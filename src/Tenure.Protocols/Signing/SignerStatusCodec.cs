using System.Text;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>A status as canonical CBOR, both ways: [[[purpose, certificate, trouble] …], entries, [agent …]], trouble an empty byte string when there is none.</summary>
public static class SignerStatusCodec
{
    private const int MostSigners = 8;
    private const int LongestTrouble = 512;

    /// <summary>The bytes of a status; a trouble that is too long is cut.</summary>
    public static byte[] Encode(SignerStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var writer = CanonicalCborWriter.Create(2048);
        writer.WriteStartArray(3);
        writer.WriteStartArray(status.Signers.Count);
        foreach (var signer in status.Signers)
        {
            writer.WriteStartArray(3);
            writer.WriteUInt32((uint)signer.Purpose);
            writer.WriteByteString(signer.Certificate.Span);
            writer.WriteByteString(Cut(signer.Trouble ?? ""));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteUInt32(status.Entries);
        writer.WriteStartArray(status.Agents.Count);
        foreach (var mark in status.Agents)
        {
            writer.WriteByteString(mark);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a status.</summary>
    /// <exception cref="ProtocolException">Not one.</exception>
    public static SignerStatus Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        reader.ReadArray("status", 3);
        var count = reader.ReadArray("signers");
        if (count > MostSigners)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"At most {MostSigners} signers are expected.", "signers");
        }

        var signers = new List<SignerReadiness>();
        for (var i = 0; i < count; i++)
        {
            signers.Add(ReadSigner(reader));
        }

        reader.ReadArrayEnd();
        var entries = reader.ReadUInt32("entries");
        var known = reader.ReadArray("agents");
        if (known > SignerStatus.MostAgents)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"At most {SignerStatus.MostAgents} agents are expected.", "agents");
        }

        var agents = new List<byte[]>();
        for (var i = 0; i < known; i++)
        {
            agents.Add(reader.ReadBytes("agent", ClaimSizes.Digest));
        }

        reader.ReadArrayEnd();
        reader.ReadEnd();
        return new(signers, entries, agents);
    }

    private static SignerReadiness ReadSigner(CanonicalCborReader reader)
    {
        reader.ReadArray("signer", 3);
        var purpose = (SignerPurpose)reader.ReadUInt32("signer_purpose");
        ClaimRules.Defined(purpose, "signer_purpose");
        var certificate = reader.ReadSlice("certificate");
        var trouble = reader.ReadSlice("trouble");
        reader.ReadArrayEnd();
        return new(purpose, certificate, trouble.IsEmpty ? null : Text(trouble));
    }

    // Shown to an operator and compared with nothing: what is not UTF-8 may become a replacement character.
    private static string Text(ReadOnlyMemory<byte> utf8) => string.Concat(Encoding.UTF8.GetString(utf8.Span).Select(c => char.IsControl(c) ? ' ' : c));

    private static byte[] Cut(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= LongestTrouble ? bytes : bytes[..LongestTrouble];
    }
}

using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>The cnf claim with a COSE_Key in it: {1: key}.</summary>
/// <remarks>RFC 8747 §3.2.</remarks>
internal static class Confirmation
{
    private const int CoseKeyMember = 1;

    public static void Write(CborWriter writer, PublicKeyP256 key)
    {
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseKeyMember);
        CoseKey.Write(writer, key);
        writer.WriteEndMap();
    }

    public static PublicKeyP256 Read(CanonicalCborReader reader)
    {
        reader.ReadMap("cnf", entries: 1);
        reader.ReadLabel(CoseKeyMember, "cnf");
        var key = CoseKey.Read(reader);
        reader.ReadMapEnd();
        return key;
    }
}

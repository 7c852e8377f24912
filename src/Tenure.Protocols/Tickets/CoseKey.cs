using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>COSE_Key of a P-256 public key: {1: 2, -1: 1, -2: x, -3: y} and nothing else.</summary>
/// <remarks>RFC 9053 §7.1.1; the point is never compressed.</remarks>
internal static class CoseKey
{
    private const int KeyType = 1;
    private const int Curve = -1;
    private const int XCoordinate = -2;
    private const int YCoordinate = -3;
    private const uint Ec2 = 2;
    private const uint P256 = 1;

    public static void Write(CborWriter writer, PublicKeyP256 key)
    {
        writer.WriteStartMap(4);
        writer.WriteInt32(KeyType);
        writer.WriteUInt32(Ec2);
        writer.WriteInt32(Curve);
        writer.WriteUInt32(P256);
        writer.WriteInt32(XCoordinate);
        writer.WriteByteString(key.X);
        writer.WriteInt32(YCoordinate);
        writer.WriteByteString(key.Y);
        writer.WriteEndMap();
    }

    public static PublicKeyP256 Read(CanonicalCborReader reader)
    {
        reader.ReadMap("key", entries: 4);
        Expect(reader, KeyType, Ec2);
        Expect(reader, Curve, P256);
        reader.ReadLabel(XCoordinate, "key");
        var x = reader.ReadBytes("key", PublicKeyP256.CoordinateSize);
        reader.ReadLabel(YCoordinate, "key");
        var y = reader.ReadBytes("key", PublicKeyP256.CoordinateSize);
        reader.ReadMapEnd();
        return PublicKeyP256.FromCoordinates(x, y);
    }

    private static void Expect(CanonicalCborReader reader, int label, uint value)
    {
        reader.ReadLabel(label, "key");
        if (reader.ReadUInt32("key") != value)
        {
            throw new ProtocolException(ProtocolErrorCode.KeyInvalid, "Only P-256 keys are used.", "key");
        }
    }
}

using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>A checkpoint as a canonical CBOR map, both ways.</summary>
internal static class CheckpointClaims
{
    public static byte[] Encode(Checkpoint checkpoint)
    {
        Check(checkpoint);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartMap(5);
        writer.WriteClaim(ClaimKeys.Issuer, checkpoint.Issuer);
        writer.WriteInt32(ClaimKeys.IssuedAt);
        writer.WriteInt64(checkpoint.At.ToUnixTimeSeconds());
        writer.WriteClaim(ClaimKeys.LogId, checkpoint.LogId);
        writer.WriteInt32(ClaimKeys.TreeSize);
        writer.WriteInt64(checkpoint.Size);
        writer.WriteClaim(ClaimKeys.RootHash, checkpoint.RootHash);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static Checkpoint Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload", entries: 5);
        reader.ReadLabel(ClaimKeys.Issuer, "iss");
        var issuer = reader.ReadText("iss", ClaimSizes.Issuer);
        reader.ReadLabel(ClaimKeys.IssuedAt, "iat");
        var at = reader.ReadUInt32("iat");
        reader.ReadLabel(ClaimKeys.LogId, "log_id");
        var logId = reader.ReadBytes("log_id", ClaimSizes.Id);
        reader.ReadLabel(ClaimKeys.TreeSize, "size");
        var size = reader.ReadInt63("size");
        reader.ReadLabel(ClaimKeys.RootHash, "root_hash");
        var root = reader.ReadBytes("root_hash", ClaimSizes.Digest);
        reader.ReadEnd();
        var checkpoint = new Checkpoint { Issuer = issuer, LogId = logId, Size = size, RootHash = root, At = DateTimeOffset.FromUnixTimeSeconds(at) };
        Require(at % LogTime.Unit == 0, "iat");
        ClaimRules.Canonical(payload.Span, Encode(checkpoint));
        return checkpoint;
    }

    private static void Check(Checkpoint checkpoint)
    {
        ClaimRules.Text(checkpoint.Issuer, ClaimSizes.Issuer, "iss");
        Require(checkpoint.At.ToUnixTimeSeconds() is >= 0 and <= uint.MaxValue, "iat");
        ClaimRules.Length(checkpoint.LogId, ClaimSizes.Id, "log_id");
        Require(checkpoint.Size >= 0, "size");
        ClaimRules.Length(checkpoint.RootHash, ClaimSizes.Digest, "root_hash");
    }

    private static void Require(bool holds, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{field} is outside its range.", field);
        }
    }
}

using System.Security.Cryptography;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>A succession as a COSE_Sign1 under a root. At most 512 bytes.</summary>
public static class LogSuccessionCodec
{
    /// <summary>How many successions lead from the log that somebody has seen to the one that is there, at most.</summary>
    public const int MostInARow = 16;

    /// <summary>Signs it with a root's key.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule.</exception>
    public static byte[] Sign(LogSuccession succession, ECDsa rootKey)
    {
        ArgumentNullException.ThrowIfNull(succession);
        return CoseEnvelope.Seal(CoseProfile.Succession, Encode(succession), rootKey);
    }

    /// <summary>Checks form, signature and claims under one of the pinned roots.</summary>
    /// <exception cref="ProtocolException">Anything is not as it must be.</exception>
    public static LogSuccession Verify(ReadOnlyMemory<byte> bytes, IReadOnlyList<PublicKeyP256> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Succession);
        using var pinned = new PinnedRoots(roots);
        var (root, platformKey) = pinned.Get(envelope.KeyId);
        envelope.Verify(root, platformKey);
        return Decode(envelope.Payload);
    }

    /// <summary>Whether a chain of successions leads from one log of an issuer to another.</summary>
    public static bool Leads(IEnumerable<LogSuccession> successions, string issuer, byte[] from, byte[] to)
    {
        ArgumentNullException.ThrowIfNull(successions);
        var known = successions.Where(s => string.Equals(s.Issuer, issuer, StringComparison.Ordinal)).Take(MostInARow).ToList();
        for (var i = 0; i < MostInARow && from is not null; i++)
        {
            from = known.FirstOrDefault(s => s.Previous.AsSpan().SequenceEqual(from))?.LogId!;
            if (from is not null && from.AsSpan().SequenceEqual(to))
            {
                return true;
            }
        }

        return false;
    }

    internal static byte[] Encode(LogSuccession succession)
    {
        Check(succession);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartMap(4);
        writer.WriteClaim(ClaimKeys.Issuer, succession.Issuer);
        writer.WriteInt32(ClaimKeys.IssuedAt);
        writer.WriteInt64(succession.At.ToUnixTimeSeconds());
        writer.WriteClaim(ClaimKeys.LogId, succession.LogId);
        writer.WriteClaim(ClaimKeys.PreviousLogId, succession.Previous);
        writer.WriteEndMap();
        return writer.Encode();
    }

    internal static LogSuccession Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        reader.ReadMap("payload", entries: 4);
        reader.ReadLabel(ClaimKeys.Issuer, "iss");
        var issuer = reader.ReadText("iss", ClaimSizes.Issuer);
        reader.ReadLabel(ClaimKeys.IssuedAt, "iat");
        var at = reader.ReadUInt32("iat");
        reader.ReadLabel(ClaimKeys.LogId, "log_id");
        var logId = reader.ReadBytes("log_id", ClaimSizes.Id);
        reader.ReadLabel(ClaimKeys.PreviousLogId, "previous_log_id");
        var previous = reader.ReadBytes("previous_log_id", ClaimSizes.Id);
        reader.ReadEnd();
        var succession = new LogSuccession { Issuer = issuer, LogId = logId, Previous = previous, At = DateTimeOffset.FromUnixTimeSeconds(at) };
        return payload.Span.SequenceEqual(Encode(succession)) && at % LogTime.Unit == 0
            ? succession
            : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "Not as it would be written.", "payload");
    }

    private static void Check(LogSuccession succession)
    {
        ClaimRules.Text(succession.Issuer, ClaimSizes.Issuer, "iss");
        ClaimRules.Length(succession.LogId, ClaimSizes.Id, "log_id");
        ClaimRules.Length(succession.Previous, ClaimSizes.Id, "previous_log_id");
        if (succession.At.ToUnixTimeSeconds() is < 0 or > uint.MaxValue || succession.LogId.AsSpan().SequenceEqual(succession.Previous))
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A log is not its own successor, and times are after 1970.", "log_id");
        }
    }
}

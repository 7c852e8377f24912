using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A root's statement as a canonical CBOR map, both ways.</summary>
internal static class RootStatementClaims
{
    /// <summary>Roots that a device pins.</summary>
    public const int RootCount = 2;

    private static readonly DateTimeOffset LastDay = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue);

    public static byte[] Encode(RootStatement statement)
    {
        Check(statement);
        var writer = CanonicalCborWriter.Create(512);
        writer.WriteStartMap(null);
        writer.WriteClaim(ClaimKeys.Issuer, statement.Issuer);
        writer.WriteClaim(ClaimKeys.StatementKind, (uint)statement.Kind);
        writer.WriteClaim(ClaimKeys.StatementSerial, statement.Serial);
        if (statement.Floors is { } floors)
        {
            WriteFloors(writer, floors);
        }

        if (statement.NewRoots is { } roots)
        {
            writer.WriteInt32(ClaimKeys.NewRoots);
            writer.WriteStartArray(roots.Count);
            foreach (var root in roots)
            {
                CoseKey.Write(writer, root);
            }

            writer.WriteEndArray();
        }

        writer.WriteClaim(ClaimKeys.NewIssuer, statement.NewIssuer);
        if (statement.NotBefore is { } day)
        {
            writer.WriteClaim(ClaimKeys.NotBeforeDay, (uint)day.ToUnixTimeSeconds());
        }

        writer.WriteClaim(ClaimKeys.Announcement, statement.Announcement?.ToArray());
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static RootStatement Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        var present = new ClaimPresence();
        var statement = new RootStatement { Issuer = "", Serial = 0, Kind = default };
        reader.ReadMap("payload");
        while (!reader.AtMapEnd)
        {
            statement = Read(reader, present.Add(reader.ReadLabel("claim")), statement);
        }

        reader.ReadEnd();
        present.Require((ClaimKeys.Issuer, "iss"), (ClaimKeys.StatementKind, "kind"), (ClaimKeys.StatementSerial, "serial"));
        ClaimRules.Canonical(payload.Span, Encode(statement));
        return statement;
    }

    private static RootStatement Read(CanonicalCborReader reader, int key, RootStatement statement) => key switch
    {
        ClaimKeys.Issuer => statement with { Issuer = reader.ReadText("iss", ClaimSizes.Issuer) },
        ClaimKeys.StatementKind => statement with { Kind = (RootStatementKind)reader.ReadUInt32("kind") },
        ClaimKeys.StatementSerial => statement with { Serial = reader.ReadUInt32("serial") },
        ClaimKeys.Floors => statement with { Floors = ReadFloors(reader) },
        ClaimKeys.NewRoots => statement with { NewRoots = ReadRoots(reader) },
        ClaimKeys.NewIssuer => statement with { NewIssuer = reader.ReadText("new_issuer", ClaimSizes.Issuer) },
        ClaimKeys.NotBeforeDay => statement with { NotBefore = DateTimeOffset.FromUnixTimeSeconds(reader.ReadUInt32("not_before")) },
        ClaimKeys.Announcement => statement with { Announcement = reader.ReadSlice("announcement").ToArray() },
        _ => throw ClaimPresence.Unexpected(key),
    };

    private static void WriteFloors(CborWriter writer, IReadOnlyDictionary<SignerPurpose, uint> floors)
    {
        writer.WriteInt32(ClaimKeys.Floors);
        writer.WriteStartMap(floors.Count);
        foreach (var (purpose, generation) in floors)
        {
            writer.WriteClaim((int)purpose, generation);
        }

        writer.WriteEndMap();
    }

    private static Dictionary<SignerPurpose, uint> ReadFloors(CanonicalCborReader reader)
    {
        var floors = new Dictionary<SignerPurpose, uint>();
        for (var left = reader.ReadMap("floors"); left > 0; left--)
        {
            floors.Add((SignerPurpose)reader.ReadLabel("floors"), reader.ReadUInt32("floors"));
        }

        reader.ReadMapEnd();
        return floors;
    }

    private static List<PublicKeyP256> ReadRoots(CanonicalCborReader reader)
    {
        reader.ReadArray("new_roots", RootCount);
        List<PublicKeyP256> roots = [CoseKey.Read(reader), CoseKey.Read(reader)];
        reader.ReadArrayEnd();
        return roots;
    }

    private static void Check(RootStatement statement)
    {
        ClaimRules.Text(statement.Issuer, ClaimSizes.Issuer, "iss");
        ClaimRules.Defined(statement.Kind, "kind");
        Require(statement.Serial > 0, "serial");
        ClaimRules.Presence(statement.Floors is not null, statement.Kind == RootStatementKind.Floors, "floors");
        ClaimRules.Presence(statement.NewRoots is not null, statement.Kind == RootStatementKind.Rekey, "new_roots");
        ClaimRules.Presence(statement.NewIssuer is not null, statement.Kind == RootStatementKind.Rekey, "new_issuer");
        ClaimRules.Presence(statement.NotBefore is not null, statement.Kind == RootStatementKind.SunsetAnnounced, "not_before");
        ClaimRules.Presence(statement.Announcement is not null, statement.Kind == RootStatementKind.Sunset, "announcement");
        if (statement.Floors is { } floors)
        {
            Require(floors.Count > 0 && floors.All(floor => Enum.IsDefined(floor.Key) && floor.Value > 0), "floors");
        }

        if (statement.NewRoots is { } roots)
        {
            Require(roots.Count == RootCount && !roots[0].Equals(roots[1]), "new_roots");
            ClaimRules.Text(statement.NewIssuer!, ClaimSizes.Issuer, "new_issuer");
        }

        if (statement.NotBefore is { } day)
        {
            Require(day >= DateTimeOffset.UnixEpoch && day <= LastDay && day.Ticks % TimeSpan.TicksPerSecond == 0, "not_before");
        }
    }

    private static void Require(bool holds, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{field} is outside its range.", field);
        }
    }
}

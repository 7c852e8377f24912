using System.Globalization;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Log;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Reads a block of a vector file as whoever it is for reads it.</summary>
internal static class Reading
{
    /// <summary>The keys that blocks name.</summary>
    public static Dictionary<string, PublicKeyP256> Keys { get; } = Vector.Read("keys.txt").ToDictionary(v => v.Name, v => PublicKeyP256.FromCoordinates(v.Bytes("x"), v.Bytes("y")));

    private static readonly Dictionary<string, Func<Vector, object>> Readers = new(StringComparer.Ordinal)
    {
        ["envelope.txt"] = Evidence,
        ["evidence.txt"] = Evidence,
        ["tickets.txt"] = Ticket,
        ["consents.txt"] = Ticket,
        ["claims.txt"] = ClaimVectors.Read,
        ["root-statements.txt"] = vector => RootStatementVerifier.Verify(vector.Bytes("message"), new(vector["issuer"], Roots(vector), new Dictionary<KeyThumbprint, uint>())).Statement,
        ["signer.txt"] = Sign,
        ["manifests.txt"] = Manifest,
        ["firmware.txt"] = vector => FirmwareManifestCodec.Verify(vector.Bytes("manifest"), [Keys[vector["pinned"]]]),
        ["checkpoints.txt"] = vector => CheckpointCodec.Verify(vector.Bytes("message"), Roots(vector), vector["issuer"]),
        ["successions.txt"] = vector => LogSuccessionCodec.Verify(vector.Bytes("message"), Roots(vector)),
    };

    /// <summary>The files whose refusals say a field and a sentence.</summary>
    public static IReadOnlyCollection<string> Files => Readers.Keys;

    /// <exception cref="ProtocolException">It is refused.</exception>
    public static T Read<T>(string file, Vector vector) => (T)Readers[file](vector);

    public static PublicKeyP256[] Roots(Vector vector) => [.. vector["roots"].Split(", ").Select(name => Keys[name])];

    /// <summary>What the device knows to which a block's ticket comes.</summary>
    public static TicketExpectation Expectation(Vector vector) => new()
    {
        Issuer = vector["issuer"],
        Subject = KeyThumbprint.Parse(vector["subject"]),
        Epoch = uint.Parse(vector["epoch"], CultureInfo.InvariantCulture),
        EvidenceDigest = vector.Bytes("evidence_digest"),
        Actions = [Enum.Parse<TicketAction>(vector["action"], ignoreCase: true)],
        HoldingId = vector.Find("holding_id") is { } holding ? Convert.FromHexString(holding) : null,
        LowestGenerations = new Dictionary<SignerPurpose, uint>
        {
            [SignerPurpose.Hold] = uint.Parse(vector["lowest_hold_generation"], CultureInfo.InvariantCulture),
        },
        SeenLog = vector.Find("seen_size") is { } seen
            ? new() { Issuer = vector["issuer"], LogId = vector.Bytes("seen_log_id"), Size = Number(seen), RootHash = vector.Bytes("seen_root"), At = DateTimeOffset.UnixEpoch }
            : null,
        Elapsed = TimeSpan.FromSeconds(Number(vector["elapsed_seconds"])),
    };

    private static Evidence Evidence(Vector vector) => EvidenceCodec.Verify(vector.Bytes("message"), Keys[vector["key"]]);

    private static VerifiedTicket Ticket(Vector vector)
    {
        using var verifier = new TicketVerifier(Roots(vector));
        return verifier.Verify(vector.Bytes("message"), Expectation(vector));
    }

    private static TicketRequest Sign(Vector vector)
    {
        var request = (TicketRequest)SignerRequestCodec.Decode(vector.Bytes("message"));
        TicketPolicy.Require(request, vector["issuer"], Roots(vector), (uint)Number(vector["log_generation"]), DateTimeOffset.FromUnixTimeSeconds(Number(vector["now"])));
        return request;
    }

    private static byte[] Manifest(Vector vector)
    {
        var manifest = vector.Bytes("manifest");
        using var reader = new ManifestReader(new MemoryStream(manifest), [Keys[vector["pinned"]]]);
        while (reader.Next() is not null)
        {
            // Each is checked as it is read.
        }

        return manifest;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

using System.Security.Cryptography;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Checkpoints with the certificate of their signer, made by hand.</summary>
internal static class CheckpointVectors
{
    private const uint At = 1_789_999_200;

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        var good = Claims();
        var log = Certificate(Fixed.LogSigner, 4);

        yield return Block("a log of seven entries", null, good, log);
        yield return Block("an empty log", null, good.With(-70061, Number(0)).With(-70062, Craft.Bstr(SHA256.HashData([]))), log);
        yield return Block("a log of 2^63 - 1 entries", null, good.With(-70061, Craft.Cbor(w => w.WriteInt64(long.MaxValue))), log);
        yield return Block("under the standby root", null, good, log, root: Fixed.StandbyRoot);
        yield return Block("under a root that is not pinned", ProtocolErrorCode.UnknownSigner, good, log, root: Fixed.OtherDevice);
        yield return Block("by another key than the certified one", ProtocolErrorCode.UnknownSigner, good, log, signer: Fixed.HoldSigner);
        yield return Block("by the hold signer", ProtocolErrorCode.ActionNotAllowed, good, Certificate(Fixed.HoldSigner, 1), signer: Fixed.HoldSigner);
        yield return Block("by the release signer", ProtocolErrorCode.ActionNotAllowed, good, Certificate(Fixed.ReleaseSigner, 2), signer: Fixed.ReleaseSigner);
        yield return Block("of another issuer", ProtocolErrorCode.WrongIssuer, good.With(1, Text("https://other.example")), log);
        yield return Block("signer of another issuer", ProtocolErrorCode.WrongIssuer, good, log.With(1, Text("https://other.example")));
        yield return Block("a time that is no whole hour", ProtocolErrorCode.ClaimOutOfRange, good.With(6, Number(At + 1)), log);
        yield return Block("a time before 1970", ProtocolErrorCode.Malformed, good.With(6, Craft.Cbor(w => w.WriteInt64(-3600))), log);
        yield return Block("a log id of 15 bytes", ProtocolErrorCode.ClaimOutOfRange, good.With(-70060, Craft.Bstr(Fixed.Bytes(15, 0xb0))), log);
        yield return Block("a root of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, good.With(-70062, Craft.Bstr(Fixed.Bytes(31, 0x20))), log);
        yield return Block("a size of -1", ProtocolErrorCode.Malformed, good.With(-70061, Craft.Cbor(w => w.WriteInt64(-1))), log);
        yield return Block("a size of 2^63", ProtocolErrorCode.ClaimOutOfRange, good.With(-70061, Craft.Cbor(w => w.WriteUInt64(1UL << 63))), log);
        yield return Block("a size in a longer form", ProtocolErrorCode.NotCanonical, good.With(-70061, [0x18, 0x07]), log);
        yield return Block("without a size", ProtocolErrorCode.Malformed, good.With(-70061, null), log);
        yield return Block("one claim more", ProtocolErrorCode.Malformed, good.With(4, Number(1)), log);

        var checkpoint = Sign("checkpoint", good, Fixed.LogSigner);
        var certificate = Sign("signer", log, Fixed.Root);
        yield return Block("signed as a ticket", ProtocolErrorCode.TypeRefused, Array(Craft.Bstr(Sign("ticket", good, Fixed.LogSigner)), Craft.Bstr(certificate)));
        yield return Block("certificate in place of the checkpoint", ProtocolErrorCode.TypeRefused, Array(Craft.Bstr(certificate), Craft.Bstr(certificate)));
        yield return Block("checkpoint in place of the certificate", ProtocolErrorCode.TypeRefused, Array(Craft.Bstr(checkpoint), Craft.Bstr(checkpoint)));
        yield return Block("checkpoint as text", ProtocolErrorCode.Malformed, Array(Text("checkpoint"), Craft.Bstr(certificate)));
        yield return Block("certificate as text", ProtocolErrorCode.Malformed, Array(Craft.Bstr(checkpoint), Text("certificate")));
        yield return Block("the checkpoint alone", ProtocolErrorCode.Malformed, checkpoint);
        yield return Block("array of three", ProtocolErrorCode.Malformed, Array(Craft.Bstr(checkpoint), Craft.Bstr(certificate), Craft.Bstr([])));
        yield return Block("trailing byte", ProtocolErrorCode.Malformed, [.. Array(Craft.Bstr(checkpoint), Craft.Bstr(certificate)), 0x00]);
        yield return Block("too large", ProtocolErrorCode.TooLarge, new byte[CheckpointCodec.MaxBytes + 1]);
    }

    private static List<(int, byte[])> Claims() =>
    [
        (1, Text(Fixed.Issuer)),
        (6, Number(At)),
        (-70060, Craft.Bstr(Fixed.Bytes(16, 0xb0))),
        (-70061, Number(7)),
        (-70062, Craft.Bstr(Fixed.Bytes(32, 0x20))),
    ];

    private static byte[] Sign(string kind, List<(int, byte[])> claims, ECDsa key) => new Craft
    {
        Type = $"application/vnd.tenure.{kind}+cwt",
        ExternalData = $"tenure/{kind}/1",
        Key = key,
        Payload = Craft.Map(claims),
    }.Message();

    private static IReadOnlyList<(string, string)> Block(
        string name, ProtocolErrorCode? code, List<(int Key, byte[] Value)> claims, List<(int, byte[])> certificate, ECDsa? root = null, ECDsa? signer = null)
    {
        var block = Block(name, code, Array(Craft.Bstr(Sign("checkpoint", claims, signer ?? Fixed.LogSigner)), Craft.Bstr(Sign("signer", certificate, root ?? Fixed.Root))));
        return code is not null ? block :
        [
            .. block,
            ("log_id", Convert.ToHexStringLower(Fixed.Bytes(16, 0xb0))),
            ("size", $"{new System.Formats.Cbor.CborReader(claims.Single(c => c.Key == -70061).Value).ReadInt64()}"),
            ("root_hash", Convert.ToHexStringLower(claims.Single(c => c.Key == -70062).Value.AsSpan(2))),
            ("at", $"{At}"),
            ("signer_generation", "2"),
        ];
    }

    private static IReadOnlyList<(string, string)> Block(string name, ProtocolErrorCode? code, byte[] message) =>
    [
        ("name", name),
        ("expect", code?.ToString() ?? "accept"),
        ("roots", "root, standby root"),
        ("issuer", Fixed.Issuer),
        ("message", Convert.ToHexStringLower(message)),
    ];
}

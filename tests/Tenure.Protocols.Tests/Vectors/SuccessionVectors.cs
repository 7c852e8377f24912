using System.Security.Cryptography;
using Tenure.Protocols.Tests.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>A root's word that one log takes the place of another, made by hand.</summary>
internal static class SuccessionVectors
{
    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        List<(int, byte[])> good = [(1, Text(Fixed.Issuer)), (6, Number(1_789_999_200)), (-70060, Craft.Bstr(Fixed.Bytes(16, 0xb8))), (-70063, Craft.Bstr(Fixed.Bytes(16, 0xb0)))];
        yield return Block("one log after another", null, good);
        yield return Block("under the standby root", null, good, Fixed.StandbyRoot);
        yield return Block("under a root that is not pinned", ProtocolErrorCode.UnknownSigner, good, Fixed.OtherDevice);
        yield return Block("by the log's signer", ProtocolErrorCode.UnknownSigner, good, Fixed.LogSigner);
        yield return Block("a log after itself", ProtocolErrorCode.ClaimOutOfRange, good.With(-70063, Craft.Bstr(Fixed.Bytes(16, 0xb8))));
        yield return Block("a time that is no whole hour", ProtocolErrorCode.ClaimOutOfRange, good.With(6, Number(1_789_999_201)));
        yield return Block("a log id of 17 bytes", ProtocolErrorCode.ClaimOutOfRange, good.With(-70060, Craft.Bstr(Fixed.Bytes(17, 0xb8))));
        yield return Block("without the log before", ProtocolErrorCode.Malformed, good.With(-70063, null));
        yield return Block("one claim more", ProtocolErrorCode.Malformed, good.With(4, Number(1)));
        yield return Block("signed as a checkpoint", ProtocolErrorCode.TypeRefused, good, kind: "checkpoint");
        yield return Block("too large", ProtocolErrorCode.TooLarge, good.With(1, Text("https://" + new string('a', 500))));
    }

    private static (string, string)[] Block(string name, ProtocolErrorCode? code, List<(int, byte[])> claims, ECDsa? root = null, string kind = "log-succession") =>
    [
        ("name", name),
        ("expect", code?.ToString() ?? "accept"),
        ("roots", "root, standby root"),
        .. code is not null ? [] : (ReadOnlySpan<(string, string)>)[("issuer", Fixed.Issuer), ("previous", Convert.ToHexStringLower(Fixed.Bytes(16, 0xb0))), ("log_id", Convert.ToHexStringLower(Fixed.Bytes(16, 0xb8)))],
        ("message", Convert.ToHexStringLower(new Craft { Type = $"application/vnd.tenure.{kind}+cwt", ExternalData = $"tenure/{kind}/1", Key = root ?? Fixed.Root, Payload = Craft.Map(claims) }.Message())),
    ];
}

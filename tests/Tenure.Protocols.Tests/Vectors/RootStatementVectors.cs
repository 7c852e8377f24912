using System.Security.Cryptography;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Statements of roots, and whether a device acts on them that has seen nothing before.</summary>
internal static class RootStatementVectors
{
    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        IReadOnlyList<PublicKeyP256> both = [PublicKeyP256.From(Fixed.HoldSigner), PublicKeyP256.From(Fixed.ReleaseSigner)];
        var announcement = RootStatementTests.Sign(RootStatementTests.Announcement());
        yield return Block("floors", null, RootStatementTests.Floors());
        yield return Block("floors of the standby root", null, RootStatementTests.Floors(), Fixed.StandbyRoot);
        yield return Block("rekey of the active root that keeps the standby root", null, RootStatementTests.Rekey());
        yield return Block("rekey of the standby root that replaces both", null, RootStatementTests.Rekey() with { NewRoots = both }, Fixed.StandbyRoot);
        yield return Block("sunset announced", null, RootStatementTests.Announcement());
        yield return Block("sunset", null, RootStatementTests.Sunset(announcement));
        yield return Block("of a root that is not pinned", ProtocolErrorCode.UnknownSigner, RootStatementTests.Floors(), Fixed.HoldSigner);
        yield return Block("of another issuer", ProtocolErrorCode.WrongIssuer, RootStatementTests.Floors() with { Issuer = "https://elsewhere.example" });
        yield return Block("rekey of the active root that drops the standby root", ProtocolErrorCode.ActionNotAllowed, RootStatementTests.Rekey() with { NewRoots = both });
        yield return Block("sunset announced by the other root", ProtocolErrorCode.ActionNotAllowed, RootStatementTests.Sunset(RootStatementTests.Sign(RootStatementTests.Announcement(), Fixed.StandbyRoot)));
        yield return Block("sunset whose announcement is none", ProtocolErrorCode.ActionNotAllowed, RootStatementTests.Sunset(RootStatementTests.Sign(RootStatementTests.Floors() with { Serial = 1 })));
        yield return Block("sunset announced for another issuer", ProtocolErrorCode.WrongIssuer, RootStatementTests.Sunset(RootStatementTests.Sign(RootStatementTests.Announcement() with { Issuer = "https://elsewhere.example" })));
        yield return Block("sunset before its announcement", ProtocolErrorCode.SerialTooLow, RootStatementTests.Sunset(announcement) with { Serial = 5 });
    }

    private static List<(string, string)> Block(string name, ProtocolErrorCode? refusal, RootStatement statement, ECDsa? root = null)
    {
        List<(string, string)> lines =
        [
            ("name", name),
            ("expect", refusal?.ToString() ?? "accept"),
            ("issuer", Fixed.Issuer),
            ("roots", "root, standby root"),
            ("kind", statement.Kind.ToString().ToLowerInvariant()),
            ("serial", $"{statement.Serial}"),
        ];
        lines.Add(("message", Convert.ToHexStringLower(RootStatementTests.Sign(statement, root))));
        return lines;
    }
}

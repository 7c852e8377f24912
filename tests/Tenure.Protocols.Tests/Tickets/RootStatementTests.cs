using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>What roots say to all devices at once; tests/vectors/root-statements.txt has the same as bytes.</summary>
public sealed class RootStatementTests
{
    [Fact]
    public void A_statement_is_read_as_it_was_signed()
    {
        var floors = Verify(Sign(Floors())).Statement;
        Assert.Equal((RootStatementKind.Floors, 3u, 4u), (floors.Kind, floors.Serial, floors.Floors![SignerPurpose.Release]));
        var rekey = Verify(Sign(Rekey())).Statement;
        Assert.Equal(("https://new.example/", Fixed.Roots[1]), (rekey.NewIssuer, rekey.NewRoots![1]));
        var announced = Verify(Sign(Announcement())).Statement;
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), announced.NotBefore);
        var sunset = Verify(Sign(Sunset(Sign(Announcement())))).Statement;
        Assert.Equal(RootStatementKind.Sunset, sunset.Kind);
    }

    [Fact]
    public void A_statement_of_an_unknown_root_can_be_looked_at()
    {
        var read = RootStatementCodec.ReadUnverified(Sign(Rekey(), Fixed.HoldSigner));

        Assert.Equal((4u, PublicKeyP256.From(Fixed.HoldSigner).Thumbprint), (read.Statement.Serial, read.Root));
    }

    [Fact]
    public void Both_roots_speak_and_nobody_else()
    {
        Assert.Equal(Fixed.Roots[1].Thumbprint, Verify(RootStatementCodec.Sign(Floors(), Fixed.StandbyRoot)).Root);
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(RootStatementCodec.Sign(Floors(), Fixed.HoldSigner)));
        var changed = Sign(Floors());
        changed[^1] ^= 1;
        Assert.Equal(ProtocolErrorCode.SignatureWrong, Refusal(changed));
    }

    // A ticket, a certificate and a statement have one form, and none passes for another.
    [Fact]
    public void Nothing_else_that_a_root_signed_is_a_statement()
    {
        Assert.Equal(ProtocolErrorCode.TypeRefused, Refusal(SignerCertificateCodec.Sign(Fixed.Certificate(), Fixed.Root)));
        Assert.Equal(ProtocolErrorCode.TypeRefused, Assert.Throws<ProtocolException>(() => SignerCertificateCodec.Verify(Sign(Floors()), Fixed.Roots)).Code);
    }

    [Fact]
    public void A_statement_is_for_one_issuer() => Assert.Equal(ProtocolErrorCode.WrongIssuer, Refusal(Sign(Floors() with { Issuer = "https://elsewhere.example" })));

    [Fact]
    public void The_serial_of_each_root_rises_by_itself()
    {
        var seen = new Dictionary<KeyThumbprint, uint> { [Fixed.RootKey.Thumbprint] = 3 };
        var refusal = Assert.Throws<ProtocolException>(() => Verify(Sign(Floors()), seen));
        Assert.Equal((ProtocolErrorCode.SerialTooLow, "serial", "The statement does not fit what is pinned: serial."), (refusal.Code, refusal.Field, refusal.Message));
        Assert.Equal(4u, Verify(Sign(Floors() with { Serial = 4 }), seen).Statement.Serial);

        // Whoever has one root cannot use the other one's numbers up.
        seen[Fixed.RootKey.Thumbprint] = uint.MaxValue;
        Assert.Equal(1u, Verify(RootStatementCodec.Sign(Floors() with { Serial = 1 }, Fixed.StandbyRoot), seen).Statement.Serial);
    }

    [Fact]
    public void The_active_root_cannot_put_the_standby_root_out_of_the_way()
    {
        IReadOnlyList<PublicKeyP256> both = [PublicKeyP256.From(Fixed.HoldSigner), PublicKeyP256.From(Fixed.ReleaseSigner)];
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Sign(Rekey() with { NewRoots = both })));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Sign(Rekey() with { NewRoots = [Fixed.Roots[1], Fixed.Roots[0]] })));
        Assert.Equal(both, Verify(RootStatementCodec.Sign(Rekey() with { NewRoots = both }, Fixed.StandbyRoot)).Statement.NewRoots!);
    }

    [Fact]
    public void Locks_end_only_after_an_announcement_of_the_same_root()
    {
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(Sign(Sunset(RootStatementCodec.Sign(Announcement(), Fixed.HoldSigner)))));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Sign(Sunset(RootStatementCodec.Sign(Announcement(), Fixed.StandbyRoot)))));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Sign(Sunset(Sign(Floors() with { Serial = 1 })))));
        Assert.Equal(ProtocolErrorCode.WrongIssuer, Refusal(Sign(Sunset(Sign(Announcement() with { Issuer = "https://elsewhere.example" })))));
        Assert.Equal(ProtocolErrorCode.SerialTooLow, Refusal(Sign(Sunset(Sign(Announcement() with { Serial = 9 })))));
        Assert.Equal(ProtocolErrorCode.Malformed, Refusal(Sign(Sunset([]))));
    }

    public static TheoryData<string, ProtocolErrorCode> Wrong => new()
    {
        { "serial 0", ProtocolErrorCode.ClaimOutOfRange },
        { "no floors", ProtocolErrorCode.ClaimMissing },
        { "empty floors", ProtocolErrorCode.ClaimOutOfRange },
        { "floor 0", ProtocolErrorCode.ClaimOutOfRange },
        { "floors in a rekey", ProtocolErrorCode.ClaimUnexpected },
        { "one root twice", ProtocolErrorCode.ClaimOutOfRange },
        { "three roots", ProtocolErrorCode.ClaimOutOfRange },
        { "a day in floors", ProtocolErrorCode.ClaimUnexpected },
        { "no announcement", ProtocolErrorCode.ClaimMissing },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_statement_that_is_none_is_not_even_signed(string what, ProtocolErrorCode code)
    {
        var floors = new Dictionary<SignerPurpose, uint> { [SignerPurpose.Hold] = 1 };
        var statement = what switch
        {
            "serial 0" => Floors() with { Serial = 0 },
            "no floors" => Floors() with { Floors = null },
            "empty floors" => Floors() with { Floors = new Dictionary<SignerPurpose, uint>() },
            "floor 0" => Floors() with { Floors = new Dictionary<SignerPurpose, uint> { [SignerPurpose.Hold] = 0 } },
            "floors in a rekey" => Rekey() with { Floors = floors },
            "one root twice" => Rekey() with { NewRoots = [Fixed.RootKey, Fixed.RootKey] },
            "three roots" => Rekey() with { NewRoots = [.. Fixed.Roots, Fixed.DeviceKey] },
            "a day in floors" => Floors() with { NotBefore = DateTimeOffset.UnixEpoch },
            _ => Sunset([]) with { Announcement = null },
        };
        Assert.Equal(code, Assert.Throws<ProtocolException>(() => Sign(statement)).Code);
    }

    internal static RootStatement Floors() => new()
    {
        Issuer = Fixed.Issuer,
        Serial = 3,
        Kind = RootStatementKind.Floors,
        Floors = new Dictionary<SignerPurpose, uint> { [SignerPurpose.Release] = 4, [SignerPurpose.Hold] = 2 },
    };

    internal static RootStatement Rekey() => new()
    {
        Issuer = Fixed.Issuer,
        Serial = 4,
        Kind = RootStatementKind.Rekey,
        NewRoots = [PublicKeyP256.From(Fixed.HoldSigner), Fixed.Roots[1]],
        NewIssuer = "https://new.example/",
    };

    internal static RootStatement Announcement() => new() { Issuer = Fixed.Issuer, Serial = 5, Kind = RootStatementKind.SunsetAnnounced, NotBefore = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000) };

    internal static RootStatement Sunset(byte[] announcement) => new() { Issuer = Fixed.Issuer, Serial = 6, Kind = RootStatementKind.Sunset, Announcement = announcement };

    internal static byte[] Sign(RootStatement statement, ECDsa? root = null) => RootStatementCodec.Sign(statement, root ?? Fixed.Root);

    private static SignedStatement Verify(byte[] bytes, Dictionary<KeyThumbprint, uint>? seen = null) =>
        RootStatementVerifier.Verify(bytes, new KnownRoots(Fixed.Issuer, Fixed.Roots, seen ?? []));

    private static ProtocolErrorCode Refusal(byte[] bytes, Dictionary<KeyThumbprint, uint>? seen = null) => Assert.Throws<ProtocolException>(() => Verify(bytes, seen)).Code;
}

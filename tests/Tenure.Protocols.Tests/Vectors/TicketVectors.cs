using System.Security.Cryptography;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Tickets with their certificates, and what the device expects when they come.</summary>
internal static class TicketVectors
{
    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        var hold = Certificate(Fixed.HoldSigner, 1);
        var release = Certificate(Fixed.ReleaseSigner, 2);
        var syncHeld = Ticket(11).With(-70025, Number(1));
        var syncFree = Ticket(11).With(-70025, Number(0)).With(-70003, null).With(-70023, null);
        var give = Ticket(4).With(-70023, null).With(-70024, Flag(true)).With(-70030, Craft.Bstr(Fixed.Bytes(32, 0x90)));
        var bare = Ticket(2).With(-70003, null).With(-70023, null);
        var recount = bare.With(-70020, Number(13)).With(-70031, Number(57));
        var lost = bare.With(-70020, Number(6)).With(-70026, Text("Please call me.")).With(-70027, Text("+49 151 12345678"));
        var syncLost = syncHeld.With(-70025, Number(2)).With(-70026, Text("Please call me.")).With(-70027, Text("+49 151 12345678"));

        var flashSigner = Certificate(Fixed.FlashSigner, 3);
        var flash = bare.With(-70020, Number(9)).With(-70010, Text("EU")).With(-70032, Craft.Bstr(Fixed.Bytes(16, 0x30))).With(-70033, Number(0)).With(-70034, Number(47))
            .With(-70035, Craft.Bstr(Fixed.Bytes(32, 0x58))).With(-70036, Craft.Map([(0, Number(3))])).With(-70037, Flag(true));

        yield return Block("hold", null, Ticket(), hold);
        yield return Block("open", null, bare, hold, "open");
        yield return Block("release without the proof of a consent", ProtocolErrorCode.ConsentMissing, give, release, "release", holding: true);
        yield return Block("sync to Held by the hold signer", null, syncHeld, hold, "sync");
        yield return Block("sync to Held by the release signer", null, syncHeld, release, "sync");
        yield return Block("sync to Free", null, syncFree, release, "sync");
        yield return Block("sync to a higher epoch", null, syncFree.With(-70002, Number(9)), release, "sync");
        yield return Block("hold with the server's handle", null, Ticket().With(-70028, Craft.Bstr(Fixed.Bytes(44, 0x20))), hold);
        yield return Block("sync to Lost by the hold signer", null, syncLost, hold, "sync");
        yield return Block("sync to Lost by the release signer", null, syncLost.With(-70028, Craft.Bstr(Fixed.Bytes(44, 0x20))), release, "sync");
        yield return Block("sync to Lost without a word", null, syncLost.With(-70026, null).With(-70027, null), hold, "sync");
        yield return Block("lost", null, lost, hold, "lost");
        yield return Block("lost without a word", null, lost.With(-70026, null).With(-70027, null), hold, "lost");
        yield return Block("found", null, bare.With(-70020, Number(7)), release, "found");
        yield return Block("reset", null, bare.With(-70020, Number(3)), release, "reset");
        yield return Block("erase", null, bare.With(-70020, Number(8)), release, "erase");
        yield return Block("erase with a code", null, bare.With(-70020, Number(8)).With(-70029, Text("blue harbour")), release, "erase");
        yield return Block("recount", null, recount, hold, "recount");
        yield return Block("recount to the highest count", null, recount.With(-70031, Number(1 << 24)), hold, "recount");
        yield return Block("recount to 0", null, recount.With(-70031, Number(0)), hold, "recount");
        yield return Block("under the standby root", null, Ticket(), hold, root: Fixed.StandbyRoot);
        yield return Block("in the last second", null, Ticket(), hold, elapsed: 900);
        yield return Block("a second too late", ProtocolErrorCode.LifetimeOver, Ticket(), hold, elapsed: 901);
        yield return Block("under a root that is not pinned", ProtocolErrorCode.UnknownSigner, Ticket(), hold, root: Fixed.OtherDevice);
        yield return Block("signer of a lower generation", ProtocolErrorCode.GenerationTooLow, Ticket(), hold.With(-70041, Number(1)));
        yield return Block("generation 0", ProtocolErrorCode.ClaimOutOfRange, Ticket(), hold.With(-70041, Number(0)));
        yield return Block("signer of purpose 5", ProtocolErrorCode.ClaimOutOfRange, Ticket(), hold.With(-70040, Number(5)));
        yield return Block("certificate with one claim more", ProtocolErrorCode.Malformed, Ticket(), hold.With(4, Number(1)));
        yield return Block("certificate of another issuer", ProtocolErrorCode.WrongIssuer, Ticket(), hold.With(1, Text("https://other.example")));
        yield return Block("ticket of another issuer", ProtocolErrorCode.WrongIssuer, Ticket().With(1, Text("https://other.example")), hold);
        yield return Block("ticket by another key than the certified one", ProtocolErrorCode.UnknownSigner, Ticket(), hold, signer: Fixed.ReleaseSigner);
        yield return Block("hold signer orders a release", ProtocolErrorCode.ActionNotAllowed, give, hold, "release");
        yield return Block("hold signer frees by sync", ProtocolErrorCode.ActionNotAllowed, syncFree, hold, "sync");
        yield return Block("release signer orders a hold", ProtocolErrorCode.ActionNotAllowed, Ticket(), release);
        yield return Block("log signer orders a hold", ProtocolErrorCode.ActionNotAllowed, Ticket(), hold.With(-70040, Number(4)));
        yield return Block("flash signer orders a release", ProtocolErrorCode.ActionNotAllowed, give, release.With(-70040, Number(3)), "release");
        yield return Block("flash", null, flash, flashSigner, "flash");
        yield return Block("flash for a workshop, without a region, with all that there is", null, flash.With(-70010, null).With(-70033, Number(1)).With(-70034, Number(127)).With(-70036, [0xa0]), flashSigner, "flash");
        yield return Block("flash that keeps a person's data", null, flash.With(-70037, Flag(false)), flashSigner, "flash");
        yield return Block("unlock", null, bare.With(-70020, Number(10)), flashSigner, "unlock");
        yield return Block("release signer orders a flash", ProtocolErrorCode.ActionNotAllowed, flash, release, "flash");
        yield return Block("hold signer orders a flash", ProtocolErrorCode.ActionNotAllowed, flash, hold, "flash");
        yield return Block("release signer unlocks", ProtocolErrorCode.ActionNotAllowed, bare.With(-70020, Number(10)), release, "unlock");
        yield return Block("flash signer orders a hold", ProtocolErrorCode.ActionNotAllowed, Ticket(), flashSigner);
        yield return Block("flash signer frees by sync", ProtocolErrorCode.ActionNotAllowed, syncFree, flashSigner, "sync");
        yield return Block("flash where an unlock was asked for", ProtocolErrorCode.ActionNotAllowed, flash, flashSigner, "unlock");
        yield return Block("flash for no one", ProtocolErrorCode.ClaimMissing, flash.With(-70033, null), flashSigner, "flash");
        yield return Block("flash without a job", ProtocolErrorCode.ClaimMissing, flash.With(-70032, null), flashSigner, "flash");
        yield return Block("flash without operations", ProtocolErrorCode.ClaimMissing, flash.With(-70034, null), flashSigner, "flash");
        yield return Block("flash without a manifest", ProtocolErrorCode.ClaimMissing, flash.With(-70035, null), flashSigner, "flash");
        yield return Block("flash without least indexes", ProtocolErrorCode.ClaimMissing, flash.With(-70036, null), flashSigner, "flash");
        yield return Block("flash that does not say what becomes of a person's data", ProtocolErrorCode.ClaimMissing, flash.With(-70037, null), flashSigner, "flash");
        yield return Block("flash that says 1 of a person's data", ProtocolErrorCode.Malformed, flash.With(-70037, Number(1)), flashSigner, "flash");
        yield return Block("flash that says nothing", ProtocolErrorCode.ClaimMissing, bare.With(-70020, Number(9)), flashSigner, "flash");
        yield return Block("flash that names a holding", ProtocolErrorCode.ClaimUnexpected, flash.With(-70003, Craft.Bstr(Fixed.Bytes(16, 0x80))), flashSigner, "flash");
        yield return Block("flash of actor 3", ProtocolErrorCode.ClaimOutOfRange, flash.With(-70033, Number(3)), flashSigner, "flash");
        yield return Block("flash of no operation", ProtocolErrorCode.ClaimOutOfRange, flash.With(-70034, Number(0)), flashSigner, "flash");
        yield return Block("flash of operation 128", ProtocolErrorCode.ClaimOutOfRange, flash.With(-70034, Number(129)), flashSigner, "flash");
        yield return Block("flash with 33 least indexes", ProtocolErrorCode.ClaimOutOfRange, flash.With(-70036, Craft.Map(Enumerable.Range(0, 33).Select(i => (i, Number(1))))), flashSigner, "flash");
        yield return Block("flash for a region of 17 bytes", ProtocolErrorCode.ClaimOutOfRange, flash.With(-70010, Text(new string('R', 17))), flashSigner, "flash");
        yield return Block("unlock with a job", ProtocolErrorCode.ClaimMissing, bare.With(-70020, Number(10)).With(-70032, Craft.Bstr(Fixed.Bytes(16, 0x30))), flashSigner, "unlock");
        yield return Block("unlock with all that a flash has", ProtocolErrorCode.ClaimUnexpected, flash.With(-70020, Number(10)), flashSigner, "unlock");
        yield return Block("hold signer says found", ProtocolErrorCode.ActionNotAllowed, bare.With(-70020, Number(7)), hold, "found");
        yield return Block("hold signer orders a reset", ProtocolErrorCode.ActionNotAllowed, bare.With(-70020, Number(3)), hold, "reset");
        yield return Block("hold signer orders an erase", ProtocolErrorCode.ActionNotAllowed, bare.With(-70020, Number(8)), hold, "erase");
        yield return Block("release signer orders a recount", ProtocolErrorCode.ActionNotAllowed, recount, release, "recount");
        yield return Block("release signer says lost", ProtocolErrorCode.ActionNotAllowed, lost, release, "lost");
        yield return Block("release signer orders an open", ProtocolErrorCode.ActionNotAllowed, bare, release, "open");
        yield return Block("lost with a message of 641 bytes", ProtocolErrorCode.ClaimOutOfRange, lost.With(-70026, Text(new string('m', 641))), hold, "lost");
        yield return Block("lost with a message that turns around", ProtocolErrorCode.ClaimOutOfRange, lost.With(-70026, Text("Please \u202ecall me.")), hold, "lost");
        yield return Block("lost with an empty contact", ProtocolErrorCode.ClaimOutOfRange, lost.With(-70027, Text("")), hold, "lost");
        yield return Block("found with a message", ProtocolErrorCode.ClaimUnexpected, lost.With(-70020, Number(7)), release, "found");
        yield return Block("sync to Held with a message", ProtocolErrorCode.ClaimUnexpected, syncHeld.With(-70026, Text("Please call me.")), hold, "sync");
        yield return Block("sync to Lost without a holder", ProtocolErrorCode.ClaimMissing, syncLost.With(-70023, null), hold, "sync");
        yield return Block("hold with an erase code", ProtocolErrorCode.ClaimUnexpected, Ticket().With(-70029, Text("blue harbour")), hold);
        yield return Block("erase with a code of 129 bytes", ProtocolErrorCode.ClaimOutOfRange, bare.With(-70020, Number(8)).With(-70029, Text(new string('c', 129))), release, "erase");
        yield return Block("handle of 43 bytes", ProtocolErrorCode.ClaimOutOfRange, Ticket().With(-70028, Craft.Bstr(Fixed.Bytes(43, 0x20))), hold);
        yield return Block("release with a handle", ProtocolErrorCode.ClaimUnexpected, give.With(-70028, Craft.Bstr(Fixed.Bytes(44, 0x20))), release, "release");
        yield return Block("an action that was not asked for", ProtocolErrorCode.ActionNotAllowed, give, release, "hold");
        yield return Block("another device", ProtocolErrorCode.WrongDevice, Ticket().With(256, Craft.Bstr([1, .. Craft.Thumbprint(Fixed.OtherDevice)])), hold);
        yield return Block("an older epoch", ProtocolErrorCode.WrongEpoch, Ticket().With(-70002, Number(0)), hold);
        yield return Block("a newer epoch", ProtocolErrorCode.WrongEpoch, Ticket().With(-70002, Number(2)), hold);
        yield return Block("sync to an older epoch", ProtocolErrorCode.WrongEpoch, syncFree.With(-70002, Number(0)), release, "sync");
        yield return Block("an answer to other evidence", ProtocolErrorCode.WrongEvidence, Ticket().With(-70021, Craft.Bstr(Fixed.Bytes(32, 0xc1))), hold);
        yield return Block("release of another holding", ProtocolErrorCode.WrongHolding, give.With(-70003, Craft.Bstr(Fixed.Bytes(16, 0x81))), release, "release", holding: true);
        yield return Block("hold without a holder", ProtocolErrorCode.ClaimMissing, Ticket().With(-70023, null), hold);
        yield return Block("hold without a holding", ProtocolErrorCode.ClaimMissing, Ticket().With(-70003, null), hold);
        yield return Block("hold that erases", ProtocolErrorCode.ClaimUnexpected, Ticket().With(-70024, Flag(true)), hold);
        yield return Block("release that names no consent", ProtocolErrorCode.ClaimMissing, give.With(-70030, null), release, "release");
        yield return Block("hold that names a consent", ProtocolErrorCode.ClaimUnexpected, Ticket().With(-70030, Craft.Bstr(new byte[32])), hold);
        yield return Block("consent of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, give.With(-70030, Craft.Bstr(new byte[31])), release, "release");
        yield return Block("release without erase or keep", ProtocolErrorCode.ClaimMissing, give.With(-70024, null), release, "release");
        yield return Block("sync to Free that names a holder", ProtocolErrorCode.ClaimUnexpected, syncFree.With(-70023, Text("a•••@example.org")), release, "sync");
        yield return Block("sync to state 3", ProtocolErrorCode.ClaimOutOfRange, syncFree.With(-70025, Number(3)), release, "sync");
        yield return Block("transfer, which has no content yet", ProtocolErrorCode.ClaimOutOfRange, bare.With(-70020, Number(5)), hold, "transfer");
        yield return Block("recount without a count", ProtocolErrorCode.ClaimMissing, recount.With(-70031, null), hold, "recount");
        yield return Block("recount above the highest count", ProtocolErrorCode.ClaimOutOfRange, recount.With(-70031, Number((1 << 24) + 1)), hold, "recount");
        yield return Block("recount in another epoch", ProtocolErrorCode.WrongEpoch, recount.With(-70002, Number(2)), hold, "recount");
        yield return Block("recount in answer to other evidence", ProtocolErrorCode.WrongEvidence, recount.With(-70021, Craft.Bstr(Fixed.Bytes(32, 0xc1))), hold, "recount");
        yield return Block("recount for another device", ProtocolErrorCode.WrongDevice, recount.With(256, Craft.Bstr([1, .. Craft.Thumbprint(Fixed.OtherDevice)])), hold, "recount");
        yield return Block("sync with a count", ProtocolErrorCode.ClaimUnexpected, syncHeld.With(-70031, Number(57)), hold, "sync");
        yield return Block("action 14", ProtocolErrorCode.ClaimOutOfRange, bare.With(-70020, Number(14)), hold);
        yield return Block("lifetime 0", ProtocolErrorCode.ClaimOutOfRange, Ticket().With(-70022, Number(0)), hold);
        yield return Block("lifetime of an hour and a second", ProtocolErrorCode.ClaimOutOfRange, Ticket().With(-70022, Number(3601)), hold);
        yield return Block("exp", ProtocolErrorCode.ClaimUnexpected, Ticket().With(4, Number(1)), hold);
        yield return Block("ticket id of 15 bytes", ProtocolErrorCode.ClaimOutOfRange, Ticket().With(7, Craft.Bstr(Fixed.Bytes(15, 1))), hold);
        yield return Block("without a server generation", ProtocolErrorCode.ClaimMissing, Ticket().With(-70005, null), hold);

        var good = Sign("ticket", Ticket(), Fixed.HoldSigner);
        var certificate = Sign("signer", hold, Fixed.Root);
        yield return Block("certificate in place of the ticket", ProtocolErrorCode.TypeRefused, Array(Craft.Bstr(certificate), Craft.Bstr(certificate)));
        yield return Block("ticket in place of the certificate", ProtocolErrorCode.TypeRefused, Array(Craft.Bstr(good), Craft.Bstr(good)));
        yield return Block("array of three with an empty proof", ProtocolErrorCode.Malformed, Array(Craft.Bstr(good), Craft.Bstr(certificate), Craft.Bstr([])));
        yield return Block("array of one", ProtocolErrorCode.Malformed, Array(Craft.Bstr(good)));
        yield return Block("no array", ProtocolErrorCode.Malformed, good);
        yield return Block("ticket as text", ProtocolErrorCode.Malformed, Array(Text("ticket"), Craft.Bstr(certificate)));
        yield return Block("certificate as text", ProtocolErrorCode.Malformed, Array(Craft.Bstr(good), Text("certificate")));
        yield return Block("proof as text", ProtocolErrorCode.Malformed, Array(Craft.Bstr(good), Craft.Bstr(certificate), Text("proof")));
        yield return Block("array of four", ProtocolErrorCode.Malformed, Array(Craft.Bstr(good), Craft.Bstr(certificate), Craft.Bstr([1]), Craft.Bstr([1])));
        yield return Block("hold with a proof", ProtocolErrorCode.ClaimUnexpected, Array(Craft.Bstr(good), Craft.Bstr(certificate), Craft.Bstr([1])));
        yield return Block("array of indefinite length", ProtocolErrorCode.NotCanonical, [0x9f, .. Craft.Bstr(good), .. Craft.Bstr(certificate), 0xff]);
        yield return Block("trailing byte", ProtocolErrorCode.Malformed, [.. Array(Craft.Bstr(good), Craft.Bstr(certificate)), 0x00]);
        yield return Block("too large", ProtocolErrorCode.TooLarge, new byte[SignedTicketCodec.MaxBytes + 1]);
    }

    private static byte[] Sign(string kind, List<(int, byte[])> claims, ECDsa key) => new Craft
    {
        Type = $"application/vnd.tenure.{kind}+cwt",
        ExternalData = $"tenure/{kind}/1",
        Key = key,
        Payload = Craft.Map(claims),
    }.Message();

    private static (string, string)[] Block(
        string name,
        ProtocolErrorCode? code,
        List<(int, byte[])> ticket,
        List<(int Key, byte[] Value)> certificate,
        string actions = "hold",
        int elapsed = 20,
        bool holding = false,
        ECDsa? root = null,
        ECDsa? signer = null)
    {
        var certified = new[] { Fixed.HoldSigner, Fixed.FlashSigner, Fixed.ReleaseSigner }.First(key => certificate.Single(c => c.Key == 8).Value.AsSpan().SequenceEqual(Cnf(Craft.CoseKey(key))));
        var message = Array(Craft.Bstr(Sign("ticket", ticket, signer ?? certified)), Craft.Bstr(Sign("signer", certificate, root ?? Fixed.Root)));
        return Block(name, code, message, actions, elapsed, holding);
    }

    private static (string, string)[] Block(
        string name, ProtocolErrorCode? code, byte[] message, string actions = "hold", int elapsed = 20, bool holding = false) =>
    [
        ("name", name),
        ("expect", code?.ToString() ?? "accept"),
        ("roots", "root, standby root"),
        ("issuer", Fixed.Issuer),
        ("subject", Fixed.DeviceKey.Thumbprint.Text),
        ("epoch", "1"),
        ("evidence_digest", Convert.ToHexStringLower(Fixed.Bytes(32, 0xc0))),
        ("action", actions),
        .. holding ? [("holding_id", Convert.ToHexStringLower(Fixed.Bytes(16, 0x80)))] : (ReadOnlySpan<(string, string)>)[],
        ("lowest_hold_generation", "2"),
        ("elapsed_seconds", $"{elapsed}"),
        ("message", Convert.ToHexStringLower(message)),
    ];
}

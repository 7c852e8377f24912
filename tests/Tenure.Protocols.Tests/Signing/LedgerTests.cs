using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

public sealed class LedgerTests
{
    internal static readonly string[] Good = Make(5);

    public static TheoryData<string> Changes => ["another byte", "a line missing", "a line doubled", "two lines turned", "the head of another", "a hash made anew for one line"];

    [Fact]
    public void A_ledger_holds_and_says_what_was_written()
    {
        var seen = Verify(Good);
        Assert.Equal((5L, "checkpoint", 4L, null), (seen.Count, seen.Last!.Action, seen.Last.Number, seen.Last.Subject));
        Assert.Equal(Fixed.Bytes(16, 1), seen.Id);
        Assert.Equal(Good[^1].Split('\t')[^1], Convert.ToHexStringLower(seen.Hash));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_was_changed_afterwards_shows(string change)
    {
        string[] changed = change switch
        {
            "another byte" => [Good[0], Good[1].Replace("\thold\t1\t", "\thold\t2\t", StringComparison.Ordinal), .. Good[2..]],
            "a line missing" => [.. Good[..2], .. Good[3..]],
            "a line doubled" => [.. Good[..2], .. Good[1..]],
            "two lines turned" => [Good[0], Good[2], Good[1], .. Good[3..]],
            "the head of another" => [LedgerFormat.Head(Fixed.Bytes(16, 9)), .. Good[1..]],
            // With the chain up to there computed anew, the next line no longer stands on it.
            _ => [Good[0], LedgerFormat.Write(Line(0) with { Number = 77 }, LedgerFormat.HashOfHead(Good[0])).Text, .. Good[2..]],
        };
        Assert.Equal(ProtocolErrorCode.LedgerLineRefused, Assert.Throws<ProtocolException>(() => Verify(changed)).Code);
    }

    [Fact]
    public void Whoever_wrote_a_line_goes_on_after_it()
    {
        var on = LedgerVerification.After(Encoding.ASCII.GetBytes(Good[2]));
        on.Add(Encoding.ASCII.GetBytes(Good[3]));
        Assert.Equal(3L, on.Count);
        Assert.Equal(Verify(Good[..4]).Hash, on.Hash);
    }

    // As docs/protocols/signer.md says it can be checked without us.
    [Fact]
    public void Each_hash_is_that_of_the_hash_before_and_the_text_before_it()
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(Good[0]));
        foreach (var line in Good[1..])
        {
            var at = line.LastIndexOf('\t');
            hash = SHA256.HashData([.. hash, .. Encoding.ASCII.GetBytes(line[..at])]);
            Assert.Equal(line[(at + 1)..], Convert.ToHexStringLower(hash));
        }
    }

    [Theory]
    [InlineData(TicketAction.Hold, TicketState.Held, "hold")]
    [InlineData(TicketAction.Sync, TicketState.Free, "sync_free")]
    [InlineData(TicketAction.Sync, TicketState.Held, "sync_held")]
    [InlineData(TicketAction.Recount, TicketState.Held, "recount")]
    public void Sync_is_written_down_with_the_state_that_it_gives(TicketAction action, TicketState state, string name) => Assert.Equal(name, LedgerLine.ActionOf(Fixed.Ticket(action, state)));

    internal static LedgerLine Line(int sequence) => new()
    {
        Sequence = sequence,
        At = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123 + (60_000L * sequence)),
        Purpose = sequence switch { 3 => SignerPurpose.Release, 4 => SignerPurpose.Log, _ => SignerPurpose.Hold },
        Generation = 1,
        Action = sequence switch { 3 => "release", 4 => LedgerLine.CheckpointAction, _ => "hold" },
        Subject = sequence == 4 ? null : Fixed.DeviceKey.Thumbprint,
        Number = sequence,
        Id = Fixed.Bytes(16, (byte)(0x10 * sequence)),
        Basis = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"evidence {sequence}"))),
        ClaimsDigest = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"claims {sequence}"))),
    };

    private static string[] Make(int lines)
    {
        var made = new List<string> { LedgerFormat.Head(Fixed.Bytes(16, 1)) };
        var hash = LedgerFormat.HashOfHead(made[0]);
        for (var i = 0; i < lines; i++)
        {
            (var text, hash) = LedgerFormat.Write(Line(i), hash);
            made.Add(text);
        }

        return [.. made];
    }

    private static LedgerVerification Verify(IEnumerable<string> lines)
    {
        var seen = new LedgerVerification();
        foreach (var line in lines)
        {
            seen.Add(Encoding.ASCII.GetBytes(line));
        }

        return seen;
    }
}

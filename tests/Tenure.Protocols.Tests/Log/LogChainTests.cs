using System.Text;
using CsCheck;
using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tests.Log;

public sealed class LogChainTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_whole_chain_holds()
    {
        var chain = Chain(5);

        Assert.Null(LogChain.Verify(chain));
        Assert.Null(LogChain.Verify(chain, chain[^1].Hash));
        Assert.Null(LogChain.Verify([], LogChain.Start));
    }

    [Fact]
    public void A_chain_holds_after_details_were_erased()
    {
        var chain = Chain(5);
        chain[2] = chain[2] with { Salt = null, Details = null };

        Assert.Null(LogChain.Verify(chain));
    }

    public static TheoryData<LogBreakReason, int, Func<LogLine[], LogLine[]>> Breaks => new()
    {
        { LogBreakReason.EntryMalformed, 2, chain => With(chain, 2, line => line with { Entry = line.Entry with { Event = "two words" } }) },
        { LogBreakReason.OtherDevice, 2, chain => With(chain, 2, line => line with { Entry = line.Entry with { DeviceRef = new byte[16] } }) },
        { LogBreakReason.SequenceGap, 0, chain => chain[1..] },
        { LogBreakReason.SequenceGap, 2, chain => [.. chain[..2], .. chain[3..]] },
        { LogBreakReason.SequenceGap, 1, chain => [chain[0], chain[0], .. chain[1..]] },
        { LogBreakReason.PreviousDiffers, 2, chain => With(chain, 2, line => line with { Entry = line.Entry with { Previous = new byte[32] } }) },
        { LogBreakReason.HashDiffers, 2, chain => With(chain, 2, line => line with { Entry = line.Entry with { Event = "released" } }) },
        { LogBreakReason.HashDiffers, 2, chain => With(chain, 2, line => line with { Entry = line.Entry with { At = line.Entry.At.AddSeconds(1) } }) },
        { LogBreakReason.HashDiffers, 2, chain => With(chain, 2, line => line with { Hash = new byte[32] }) },
        { LogBreakReason.DetailsDiffer, 2, chain => With(chain, 2, line => line with { Details = "{}" }) },
        { LogBreakReason.DetailsDiffer, 2, chain => With(chain, 2, line => line with { Salt = new byte[16] }) },
        { LogBreakReason.DetailsDiffer, 2, chain => With(chain, 2, line => line with { Salt = null }) },
        { LogBreakReason.HeadDiffers, 4, chain => chain[..4] },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void The_first_break_is_named(LogBreakReason reason, int position, Func<LogLine[], LogLine[]> change)
    {
        var chain = Chain(5);

        var broken = LogChain.Verify(change(chain), chain[^1].Hash);

        Assert.Equal((reason, position), (broken!.Reason, broken.Position));
    }

    [Fact]
    public void A_rewritten_entry_with_a_new_hash_breaks_the_chain_behind_it()
    {
        var chain = Chain(5);
        var entry = chain[2].Entry with { Event = "released" };
        chain[2] = chain[2] with { Entry = entry, Hash = LogChain.Hash(entry) };

        Assert.Equal(new(3, LogBreakReason.PreviousDiffers, "The entry does not name the one before it."), LogChain.Verify(chain));
    }

    [Fact]
    public void Fractions_of_a_second_do_not_reach_the_hash()
    {
        var entry = Chain(1)[0].Entry;

        Assert.Equal(LogChain.Hash(entry), LogChain.Hash(entry with { At = entry.At.AddMilliseconds(999) }));
    }

    [Fact]
    public void An_entry_of_the_second_format_names_its_holding_and_a_whole_hour()
    {
        var entry = Chain(1)[0].Entry with { Format = 2, At = LogTime.Cut(DateTimeOffset.FromUnixTimeSeconds(1_790_003_599)) };
        byte[] holding = [.. Enumerable.Repeat((byte)7, 16)];

        Assert.Equal(0, entry.At.ToUnixTimeSeconds() % 3600);
        Assert.NotEqual(LogChain.Hash(entry), LogChain.Hash(entry with { HoldingRef = holding }));
        Assert.Throws<ProtocolException>(() => LogChain.Hash(entry with { At = entry.At.AddSeconds(1) }));
        Assert.Throws<ProtocolException>(() => LogChain.Hash(entry with { HoldingRef = holding[1..] }));
        Assert.Throws<ProtocolException>(() => LogChain.Hash(entry with { Format = 1, HoldingRef = holding }));
        Assert.Throws<ProtocolException>(() => LogChain.Hash(entry with { Format = 3 }));
    }

    [Fact]
    public async Task An_export_is_read_as_it_was_written()
    {
        var chain = Chain(5);
        chain[3] = chain[3] with { Salt = null, Details = null };

        Assert.Equivalent(chain, await ReadAsync(await ExportAsync(chain)), strict: true);
    }

    [Fact]
    public async Task Any_single_changed_byte_of_an_export_is_noticed()
    {
        var chain = Chain(3);
        var export = await ExportAsync(chain);
        for (var at = 0; at < export.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0x20, 0x80])
            {
                var changed = export.ToArray();
                changed[at] ^= flip;
                Assert.True(await IsRefusedAsync(changed, chain[^1].Hash), $"byte {at} ^ {flip:x2} went unnoticed");
            }
        }
    }

    [Fact]
    public async Task An_export_cut_at_any_byte_is_noticed()
    {
        var chain = Chain(3);
        var export = await ExportAsync(chain);
        for (var length = 0; length < export.Length; length++)
        {
            Assert.True(await IsRefusedAsync(export[..length], chain[^1].Hash), $"cut at {length} went unnoticed");
        }
    }

    [Fact]
    public async Task A_line_that_does_not_end_is_not_read_for_ever()
    {
        var endless = new byte[LogExport.MaxLineBytes + 2];
        endless.AsSpan().Fill((byte)'a');

        Assert.Equal(ProtocolErrorCode.TooLarge, (await Assert.ThrowsAsync<ProtocolException>(() => ReadAsync(endless))).Code);
        await Assert.ThrowsAsync<ProtocolException>(
            () => LogExport.WriteAsync(Stream.Null, Line(0, LogChain.Start, new string('x', LogExport.MaxLineBytes)), Ct));
    }

    [Fact]
    public void Any_chain_of_any_details_holds() => Gen.String.Array[1, 8].Sample(details =>
    {
        var previous = LogChain.Start;
        var lines = new List<LogLine>();
        foreach (var text in details)
        {
            lines.Add(Line(lines.Count, previous, text));
            previous = lines[^1].Hash;
        }

        Assert.Null(LogChain.Verify(lines));
    });

    private static LogLine[] Chain(int length)
    {
        var chain = new LogLine[length];
        for (var i = 0; i < length; i++)
        {
            chain[i] = Line(i, i == 0 ? LogChain.Start : chain[i - 1].Hash, $$"""{"epoch":{{i}},"name":"Олег"}""");
        }

        return chain;
    }

    // Both formats in turns.
    private static LogLine Line(int sequence, byte[] previous, string details)
    {
        var isSecond = sequence % 2 == 1;
        var salt = Enumerable.Repeat((byte)(sequence + 1), LogChain.SaltSize).ToArray();
        var at = DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000 + sequence);
        var entry = new LogEntry
        {
            Format = isSecond ? 2 : 1,
            HoldingRef = isSecond ? [.. Enumerable.Repeat((byte)9, 16)] : null,
            DeviceRef = [.. Enumerable.Range(1, 16).Select(i => (byte)i)],
            Sequence = sequence,
            Previous = previous,
            Event = "activated",
            At = isSecond ? LogTime.Cut(at) : at,
            Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
        };
        return new() { Entry = entry, Hash = LogChain.Hash(entry), Salt = salt, Details = details };
    }

    private static LogLine[] With(LogLine[] chain, int at, Func<LogLine, LogLine> change)
    {
        chain = [.. chain];
        chain[at] = change(chain[at]);
        return chain;
    }

    private static async Task<byte[]> ExportAsync(IEnumerable<LogLine> lines)
    {
        using var stream = new MemoryStream();
        foreach (var line in lines)
        {
            await LogExport.WriteAsync(stream, line, Ct);
        }

        return stream.ToArray();
    }

    private static async Task<List<LogLine>> ReadAsync(byte[] export)
    {
        var lines = new List<LogLine>();
        await foreach (var line in LogExport.ReadAsync(new MemoryStream(export), Ct))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static async Task<bool> IsRefusedAsync(byte[] export, byte[] head)
    {
        try
        {
            return LogChain.Verify(await ReadAsync(export), head) is not null;
        }
        catch (ProtocolException)
        {
            return true;
        }
    }
}

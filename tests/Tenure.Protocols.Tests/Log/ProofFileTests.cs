using System.Text;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Tickets;

namespace Tenure.Protocols.Tests.Log;

public sealed class ProofFileTests
{
    private const int Size = 11;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_of_a_whole_device_holds_and_names_its_root()
    {
        var (lines, head) = Make(4);

        var verification = await VerifyAsync(await FileAsync(head, lines));

        Assert.Equal((4L, Size), (verification.Count, verification.Checkpoint!.Size));
        Assert.Equal(Fixed.RootKey, verification.Root);
    }

    [Fact]
    public async Task A_proof_of_one_event_from_the_middle_holds()
    {
        var (lines, head) = Make(4);

        Assert.Equal(1, (await VerifyAsync(await FileAsync(head, lines[2]))).Count);
        Assert.Equal(2, (await VerifyAsync(await FileAsync(head, lines[2], head, lines[3]))).Count);
    }

    [Fact]
    public async Task Entries_that_do_not_follow_each_other_are_no_proof()
    {
        var (lines, head) = Make(4);

        await RefusedAsync(await FileAsync(head, lines[0], lines[2]));
        await RefusedAsync(await FileAsync(head, lines[1], lines[0]));
        await RefusedAsync(await FileAsync(head, lines[1], lines[1]));
        await RefusedAsync(await FileAsync(head, lines[0] with { Index = lines[1].Index }));
        await RefusedAsync(await FileAsync(head, lines[0] with { Proof = lines[1].Proof }));
        await RefusedAsync(await FileAsync(head, lines[0] with { Proof = [.. Enumerable.Repeat(new byte[32], 65)] }));
    }

    [Fact]
    public async Task Without_a_head_without_an_entry_or_under_another_root_it_is_no_proof()
    {
        var (lines, head) = Make(2);

        await RefusedAsync([]);
        await RefusedAsync(await FileAsync(head));
        await RefusedAsync(await FileAsync(lines[0]));
        await RefusedAsync(await FileAsync(head with { Root = Fixed.DeviceKey }, lines[0]));
        await RefusedAsync(await FileAsync(head, lines[0], Make(2, size: Size - 1).Head, lines[1]));
        await RefusedAsync(await FileAsync(head, lines[0], Make(2, logId: 0x11).Head, lines[1]));
    }

    [Fact]
    public async Task Any_single_changed_byte_of_a_proof_is_noticed()
    {
        var (lines, head) = Make(2);
        var file = await FileAsync(head, lines);
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0x20, 0x80])
            {
                var changed = file.ToArray();
                changed[at] ^= flip;
                Assert.True(await IsRefusedAsync(changed), $"byte {at} ^ {flip:x2} went unnoticed");
            }
        }
    }

    [Fact]
    public async Task A_proof_cut_at_any_byte_proves_no_entry_that_is_not_whole()
    {
        var (lines, head) = Make(2);
        var file = await FileAsync(head, lines);
        var whole = Encoding.UTF8.GetString(file).Split('\n').Select(line => Encoding.UTF8.GetByteCount(line) + 1).Take(3).ToArray();
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Equal(length != whole[0] + whole[1], await IsRefusedAsync(file[..length]));
        }
    }

    private static (ProvenLine[] Lines, ProofHead Head) Make(int entries, int size = Size, byte logId = 0xb0)
    {
        var previous = LogChain.Start;
        var lines = new LogLine[entries];
        for (var i = 0; i < entries; i++)
        {
            var salt = Fixed.Bytes(16, (byte)i);
            var entry = new LogEntry
            {
                Format = 2,
                DeviceRef = Fixed.Bytes(16, 1),
                HoldingRef = i == 0 ? null : Fixed.Bytes(16, 2),
                Sequence = i,
                Previous = previous,
                Event = "synced",
                At = LogTime.Cut(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000)),
                Commitment = LogChain.Commit(salt, "{}"u8),
            };
            previous = LogChain.Hash(entry);
            lines[i] = new LogLine { Entry = entry, Hash = previous, Salt = salt, Details = "{}" };
        }

        // Between them lie those of others.
        byte[][] leaves = [.. Enumerable.Range(0, size).Select(i => i % 2 == 1 && i / 2 < entries ? lines[i / 2].Hash : MerkleTree.HashLeaf([(byte)i]))];
        var checkpoint = Fixed.Checkpoint(size) with { RootHash = MerklePlan.Root(size).Make(node => HashOf(leaves, node))[0], LogId = Fixed.Bytes(16, logId) };
        return (
            [.. lines.Select((line, i) => new ProvenLine(line, (2 * i) + 1, MerklePlan.Inclusion((2 * i) + 1, size).Make(node => HashOf(leaves, node))))],
            new ProofHead(Fixed.RootKey, Fixed.Signed(checkpoint)));
    }

    private static byte[] HashOf(byte[][] leaves, MerkleNode node) => node.Level == 0
        ? leaves[node.Index]
        : MerkleTree.HashNode(HashOf(leaves, new(node.Level - 1, 2 * node.Index)), HashOf(leaves, new(node.Level - 1, (2 * node.Index) + 1)));

    private static Task<byte[]> FileAsync(ProofHead head, ProvenLine[] lines) => FileAsync([head, .. lines]);

    private static async Task<byte[]> FileAsync(params object[] lines)
    {
        using var stream = new MemoryStream();
        foreach (var line in lines)
        {
            await (line is ProofHead head ? ProofFile.WriteAsync(stream, head, Ct) : ProofFile.WriteAsync(stream, (ProvenLine)line, Ct));
        }

        return stream.ToArray();
    }

    private static async Task<ProofVerification> VerifyAsync(byte[] file)
    {
        var verification = new ProofVerification();
        await foreach (var line in ProofFile.ReadAsync(new MemoryStream(file), Ct))
        {
            Assert.Null(verification.Add(line));
        }

        verification.End();
        return verification;
    }

    private static async Task RefusedAsync(byte[] file) => Assert.True(await IsRefusedAsync(file));

    private static async Task<bool> IsRefusedAsync(byte[] file)
    {
        var verification = new ProofVerification();
        try
        {
            await foreach (var line in ProofFile.ReadAsync(new MemoryStream(file), Ct))
            {
                if (verification.Add(line) is not null)
                {
                    return true;
                }
            }

            verification.End();
            return false;
        }
        catch (ProtocolException)
        {
            return true;
        }
    }
}

using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

public sealed class BlockCodecTests
{
    private static readonly byte[] Free = BlockCodec.Encode(BlockBench.Free(3));

    [Fact]
    public void A_block_reads_back() => Assert.Equal((BlockState.Free, 3u), (BlockCodec.Decode(Free)!.State, BlockCodec.Decode(Free)!.Epoch));

    [Fact]
    public void A_block_of_a_phone_without_an_account_reads_back() =>
        Assert.Equal((byte[])[.. Enumerable.Range(0, 16).Select(i => (byte)i)], BlockCodec.Decode(BlockCodec.Encode(BlockBench.Free(3) with { OpenTicketId = [.. Enumerable.Range(0, 16).Select(i => (byte)i)] }))!.OpenTicketId);

    [Fact]
    public void Bytes_after_the_block_are_no_part_of_one() => Assert.Null(BlockCodec.Decode([.. Free, 0]));

    // A newer version may keep there what this one would forget.
    [Fact]
    public void A_block_with_an_unknown_key_is_not_read() => Assert.Null(BlockCodec.Decode([(byte)(Free[0] + 1), .. Free[1..], 23, 0]));

    [Fact]
    public void A_block_cut_anywhere_is_not_read() => Assert.All(Enumerable.Range(0, Free.Length), length => Assert.Null(BlockCodec.Decode(Free[..length])));

    [Fact]
    public void A_state_that_no_block_has_is_not_read() =>
        Assert.Null(BlockCodec.Decode(BlockCodec.Encode(new BlockContent { State = BlockState.Untrusted })));
}

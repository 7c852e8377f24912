using System.Security.Cryptography;
using CsCheck;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Tests.Vectors;

namespace Tenure.Protocols.Tests.Sparse;

public sealed class SparseTests
{
    private static readonly Gen<int> BlockSizes = Gen.Int[0, 3].Select(i => new[] { 4, 64, 512, 4096 }[i]);

    private static readonly byte[] Word = [1, 2, 3, 4];

    public static TheoryData<Vector> Vectors => Vector.Data("sparse.txt");

    // Lengths that lie, each in a small image of blocks of four bytes.
    public static TheoryData<string, byte[]> Lies => new()
    {
        { "fewer blocks than the header says", [.. Images.Header(4, 3, 1), .. Images.Skip(2)] },
        { "more blocks than the header says", [.. Images.Header(4, 1, 1), .. Images.Skip(2)] },
        { "blocks that run over", [.. Images.Header(4, 3, 2), .. Images.Skip(2), .. Images.Skip(uint.MaxValue)] },
        { "more chunks than there are", [.. Images.Header(4, 2, 2), .. Images.Skip(2)] },
        { "fewer chunks than there are", [.. Images.Header(4, 2, 1), .. Images.Skip(1), .. Images.Skip(1)] },
        { "raw bytes for fewer blocks", [.. Images.Header(4, 2, 1), .. Images.Raw(2, Word)] },
        { "raw bytes for more blocks", [.. Images.Header(4, 1, 1), .. Images.Raw(1, [.. Word, .. Word])] },
        { "a fill of eight bytes", [.. Images.Header(4, 1, 1), .. Images.Chunk(0xcac2, 1, [.. Word, .. Word])] },
        { "a fill of no bytes", [.. Images.Header(4, 1, 1), .. Images.Chunk(0xcac2, 1, [])] },
        { "content where nothing is said", [.. Images.Header(4, 1, 1), .. Images.Chunk(0xcac3, 1, Word)] },
        { "a checksum with blocks", [.. Images.Header(4, 1, 1), .. Images.Chunk(0xcac4, 1, Word)] },
        { "a size that runs over 32 bits", [.. Images.Header(1 << 20, 4097, 1), .. Images.Raw(4097, Word)] },
        { "an unknown kind", [.. Images.Header(4, 1, 1), .. Images.Chunk(0xcac5, 1, [])] },
        { "another magic", [0, .. Images.Header(4, 0, 0)[1..]] },
        { "blocks of no bytes", Images.Header(0, 0, 0) },
        { "blocks of six bytes", Images.Header(6, 0, 0) },
        { "blocks above 1 MiB", Images.Header((1 << 20) + 4, 0, 0) },
    };

    // As Debian's fastboot cuts an image that is no whole number of blocks.
    [Fact]
    public void A_last_skip_that_is_counted_and_not_there_is_taken_where_one_says_so()
    {
        byte[] piece = [.. Images.Header(4, 6, 3), .. Images.Skip(1), .. Images.Raw(1, Word)];
        using var image = new MemoryStream();
        image.Write([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        image.Position = 0;

        Assert.Equal(24, SparseImage.Expand(new MemoryStream(piece), image, mayLackLastSkip: true).Length);

        byte[] expected = [9, 9, 9, 9, .. Word, .. Enumerable.Repeat((byte)9, 16)];
        Assert.Equal(expected, image.ToArray());
        Assert.Throws<ProtocolException>(() => Images.Expand(piece));
        Assert.Throws<ProtocolException>(() => SparseImage.Expand(new MemoryStream([.. Images.Header(4, 6, 4), .. Images.Skip(1), .. Images.Raw(1, Word)]), new MemoryStream(), mayLackLastSkip: true));
        Assert.Throws<ProtocolException>(() => SparseImage.Expand(new MemoryStream(piece[..^1]), new MemoryStream(), mayLackLastSkip: true));
    }

    [Fact]
    public void The_sample_has_the_known_digests_and_sums()
    {
        var sample = Images.Sample();
        using var image = new MemoryStream();
        var reader = SparseImage.Expand(new MemoryStream(sample), image);

        Assert.Equal("5cea67cb016a6de19cd862bd7fca88cb8572345aeeedd0838aae9476397b9a48", Convert.ToHexStringLower(SHA256.HashData(sample)));
        Assert.Equal("9609dbc7cb0041235e219550bafe9353a9026af024a652b5d048d5ae5705e694", Convert.ToHexStringLower(SHA256.HashData(image.ToArray())));
        Assert.Equal(0xcc8c9e39u, reader.Checksum);
        Assert.Equal(0x26fe490bu, reader.ListChecksum);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Images_are_expanded_or_refused_as_the_vectors_say(Vector vector)
    {
        var sparse = vector.Bytes("sparse");
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => Images.Expand(sparse)).Code);
            return;
        }

        using var image = new MemoryStream();
        var reader = SparseImage.Expand(new MemoryStream(sparse), image);

        Assert.Equal(vector["image"], Convert.ToHexStringLower(image.ToArray()));
        Assert.Equal(vector["crc"], $"{reader.Checksum:x8}");
        Assert.Equal(vector["list_crc"], $"{reader.ListChecksum:x8}");
    }

    [Fact]
    public void The_walk_gives_each_chunk_with_its_blocks_and_the_place_of_its_bytes()
    {
        byte[] sparse = [.. Images.Header(4, 6, 5), .. Images.Raw(1, Word), .. Images.Fill(2, 9), .. Images.Skip(2), .. Images.Sum(0x0), .. Images.Raw(1, Word)];
        var reader = new SparseReader(new MemoryStream(sparse), sums: false);

        Assert.Equal(new SparseChunk(SparseKind.Raw, 0, 1, 0, 40), reader.Next());
        Assert.Equal(new SparseChunk(SparseKind.Fill, 1, 2, 9), reader.Next());
        Assert.Equal(new SparseChunk(SparseKind.DontCare, 3, 2), reader.Next());
        Assert.Equal(new SparseChunk(SparseKind.Crc32, 5, 0), reader.Next());
        Assert.Equal(new SparseChunk(SparseKind.Raw, 5, 1, 0, 100), reader.Next());
        Assert.Null(reader.Next());
        Assert.Null(reader.Next());
    }

    [Fact]
    public void An_image_cut_at_any_byte_is_refused()
    {
        byte[] whole = [.. Images.Header(4, 6, 4), .. Images.Raw(1, Word), .. Images.Fill(2, 9), .. Images.Raw(2, [.. Word, .. Word]), .. Images.Skip(1)];
        Assert.Equal(24, Images.Expand(whole).Length);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Equal(ProtocolErrorCode.SparseImageBroken, Assert.Throws<ProtocolException>(() => Images.Expand(cut)).Code);
            Assert.Equal(ProtocolErrorCode.SparseImageBroken, Assert.Throws<ProtocolException>(() => SparseLayout.OfSparse(new MemoryStream(cut))).Code);
            Assert.Throws<ProtocolException>(() => SparseLayout.OfSparse(new OneWay(new MemoryStream(cut), 3)));
        }
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public void Lengths_that_lie_are_refused(string lie, byte[] sparse)
    {
        Assert.True(Assert.Throws<ProtocolException>(() => Images.Expand(sparse)).Code == ProtocolErrorCode.SparseImageBroken, lie);
        Assert.Throws<ProtocolException>(() => SparseLayout.OfSparse(new MemoryStream(sparse)));
    }

    [Fact]
    public void Longer_headers_higher_minor_versions_and_empty_chunks_are_read()
    {
        byte[] sparse =
        [
            .. Images.Header(4, 2, 3, headerSize: 32, chunkHeaderSize: 16, minor: 7),
            .. Images.Chunk(0xcac1, 1, Word, 16), .. Images.Chunk(0xcac1, 0, [], 16), .. Images.Chunk(0xcac2, 1, Word, 16),
        ];

        Assert.Equal([.. Word, .. Word], Images.Expand(sparse));
    }

    [Fact]
    public void Wrong_checksums_in_a_chunk_or_in_the_header_are_refused()
    {
        var crc = Crc32.Of([.. Word, .. new byte[8]]);
        byte[] good = [.. Images.Header(4, 3, 3, crc), .. Images.Raw(1, Word), .. Images.Skip(2), .. Images.Sum(crc)];
        Assert.Equal(12, Images.Expand(good).Length);

        byte[] inHeader = [.. Images.Header(4, 3, 2, crc + 1), .. Images.Raw(1, Word), .. Images.Skip(2)];
        byte[] inChunk = [.. Images.Header(4, 3, 3), .. Images.Raw(1, Word), .. Images.Skip(2), .. Images.Sum(crc ^ 1)];
        Assert.Equal("checksum", Assert.Throws<ProtocolException>(() => Images.Expand(inHeader)).Field);
        Assert.Equal("checksum", Assert.Throws<ProtocolException>(() => Images.Expand(inChunk)).Field);
    }

    [Fact]
    public void An_image_that_stands_for_too_much_is_refused_before_anything_is_written()
    {
        byte[] sparse = [.. Images.Header(4096, 1 << 20, 1), .. Images.Fill(1 << 20, 1)];
        using var image = new MemoryStream();

        var refused = Assert.Throws<ProtocolException>(() => SparseImage.Expand(new MemoryStream(sparse), image, maxBytes: 1 << 20));

        Assert.Equal(ProtocolErrorCode.TooLarge, refused.Code);
        Assert.Equal(0, image.Length);
    }

    [Fact]
    public void What_nothing_is_said_of_stays_as_it_is_and_zeros_are_written_over_it()
    {
        byte[] sparse = [.. Images.Header(4, 4, 3), .. Images.Skip(1), .. Images.Fill(1, 0), .. Images.Skip(2)];
        byte[] old = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3];
        using var image = new MemoryStream();
        image.Write(old);
        image.Position = 0;

        SparseImage.Expand(new MemoryStream(sparse), image);

        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 3, 3, 3, 3, 0, 0, 0, 0], image.ToArray());
    }

    [Fact]
    public void An_image_of_nothing_is_a_header() => Assert.Equal(Images.Header(4096, 0, 0), Images.Make([]));

    [Fact]
    public void Zeros_are_skipped_only_when_the_target_is_known_to_hold_them()
    {
        byte[] image = [.. Word, .. new byte[8], .. Word, .. new byte[4]];

        Assert.Equal(
            [.. Images.Header(4, 5, 4), .. Images.Fill(1, 0x04030201), .. Images.Fill(2, 0), .. Images.Fill(1, 0x04030201), .. Images.Fill(1, 0)],
            Images.Make(image, blockSize: 4));
        Assert.Equal(
            [.. Images.Header(4, 5, 4), .. Images.Fill(1, 0x04030201), .. Images.Skip(2), .. Images.Fill(1, 0x04030201), .. Images.Skip(1)],
            Images.Make(image, blockSize: 4, skipZeros: true));
    }

    [Fact]
    public void Making_and_expanding_gives_the_image_back() =>
        Gen.Select(Gen.Int[0, 63].Array[0, 40], BlockSizes, Gen.Int[0, 3], Gen.Bool).Sample((runs, blockSize, tail, skip) =>
        {
            var image = Images.Mixed(runs, blockSize, tail);
            var sparse = Images.Make(image, blockSize, skip);
            byte[] padded = [.. image, .. new byte[tail == 0 ? 0 : blockSize - tail]];
            using var piped = new MemoryStream();
            SparseImage.Expand(new OneWay(new MemoryStream(sparse), 1000), new OneWay(piped, 1000));

            Assert.Equal(padded, Images.Expand(sparse));
            Assert.Equal(padded, piped.ToArray());
            Assert.Equal(sparse, Images.Written(SparseLayout.OfSparse(new MemoryStream(sparse)), sparse));
        }, iter: 100);

    [Fact]
    public void Pieces_fit_are_nearly_full_and_give_the_image_back_in_order() =>
        Gen.Select(Gen.Int[0, 63].Array[1, 60], BlockSizes, Gen.Int[0, 5000], Gen.Bool).Sample((runs, blockSize, more, skip) =>
        {
            var image = Images.Mixed(runs, blockSize);
            var layout = SparseLayout.OfImage(new MemoryStream(image), blockSize, skip);
            var most = SparseLayout.PieceOverhead + 12 + blockSize + more;
            using var target = new MemoryStream();
            var pieces = layout.Split(most);
            var taken = 0L;
            foreach (var piece in pieces)
            {
                Assert.InRange(piece.FileLength, SparseLayout.PieceOverhead - 28, most);
                Assert.Equal(layout.Blocks, piece.Blocks);
                target.Position = 0;
                SparseImage.Expand(new MemoryStream(Images.Written(piece, image)), target);
                taken += piece.Chunks.Sum(chunk => chunk.Blocks);
            }

            Assert.Equal(image, target.ToArray());
            Assert.Equal(layout.Chunks.Sum(chunk => chunk.Blocks), taken);
            Assert.All(pieces.SkipLast(1), piece => Assert.True(piece.FileLength >= ((most - SparseLayout.PieceOverhead) * 7 / 8) - (2 * blockSize)));
        }, iter: 200);

    [Fact]
    public void A_part_writes_its_own_runs_and_leaves_the_rest() =>
        Gen.Select(Gen.Int[0, 63].Array[1, 60], BlockSizes, Gen.Bool, Gen.Bool, Gen.Bool.Array[1, 20]).Sample((runs, blockSize, skip, again, keep) =>
        {
            var image = Images.Mixed(runs, blockSize);
            var source = again ? Images.Make(image, blockSize, skip) : image;
            var layout = again ? SparseLayout.OfSparse(new MemoryStream(source)) : SparseLayout.OfImage(new MemoryStream(source), blockSize, skip);
            var step = Math.Max(1, layout.Blocks / (uint)keep.Length);
            var wanted = keep.Select((isKept, i) => (isKept, First: (uint)i * step)).Where(run => run.isKept && run.First < layout.Blocks)
                .Select(run => (run.First, Blocks: Math.Min(step, layout.Blocks - run.First))).ToList();
            var expected = Enumerable.Repeat((byte)0x5a, image.Length).ToArray();
            using var target = new MemoryStream((byte[])expected.Clone());
            foreach (var (first, blocks) in wanted)
            {
                foreach (var chunk in layout.Chunks)
                {
                    for (var block = Math.Max(first, chunk.FirstBlock); block < Math.Min(first + blocks, chunk.FirstBlock + chunk.Blocks); block++)
                    {
                        image.AsSpan((int)block * blockSize, blockSize).CopyTo(expected.AsSpan((int)block * blockSize));
                    }
                }
            }

            SparseImage.Expand(new MemoryStream(Images.Written(layout.Within(wanted), source)), target);

            Assert.Equal(expected, target.ToArray());
        }, iter: 200);

    [Fact]
    public void A_piece_that_holds_no_block_is_no_piece() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseLayout.OfImage(new MemoryStream(new byte[8192])).Split(4096));

    // Observed with fastboot and a limit of 64 MiB, at a smaller scale: the first piece has no chunk before its data.
    [Fact]
    public void The_first_pieces_of_noise_have_the_sizes_that_fastboot_gives_them()
    {
        var image = Images.Mixed(Enumerable.Repeat(27, 200), 512);
        var pieces = SparseLayout.OfImage(new MemoryStream(image), 512).Split(1 << 16);

        Assert.Equal([28 + 12 + (127 * 512) + 12, 28 + 12 + 12 + (127 * 512) + 12], pieces.Take(2).Select(piece => piece.FileLength));
    }

    [Fact]
    public void Sums_of_any_bytes_are_the_plain_ones() => Gen.Select(Gen.Byte.Array[0, 2000], Gen.Int[0, 2000], Gen.Int[0, 300]).Sample((bytes, cut, times) =>
    {
        var expected = uint.MaxValue;
        foreach (var b in bytes)
        {
            expected ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                expected = (expected >> 1) ^ ((expected & 1) * 0xedb88320);
            }
        }

        var at = Math.Min(cut, bytes.Length);
        var (first, second) = (Crc32.Of(bytes.AsSpan(0, at)), Crc32.Of(bytes.AsSpan(at)));
        Assert.Equal(~expected, Crc32.Of(bytes));
        Assert.Equal(~expected, Crc32.Append(first, bytes.AsSpan(at)));
        Assert.Equal(~expected, Crc32.Combine(first, second, bytes.Length - at));
        Assert.Equal(
            Crc32.Of([.. Enumerable.Repeat(bytes, times % 5).SelectMany(b => b)]),
            Crc32.Repeat(Crc32.Of(bytes), bytes.Length, times % 5));
        Assert.Equal(Crc32.Of(new byte[times * 4]), Crc32.Repeat(Crc32.Of(new byte[4]), 4, times));
    }, iter: 500);
}

using System.Security.Cryptography;
using Tenure.Server.Exports;

namespace Tenure.Server.Tests.Exports;

/// <summary>What was written comes back, and nothing that was put together otherwise.</summary>
public sealed class SealedFileTests
{
    private const int Whole = SealedReader.PartSize + SealedReader.TagSize;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealedReader.PartSize - 1)]
    [InlineData(SealedReader.PartSize)]
    [InlineData(SealedReader.PartSize + 1)]
    [InlineData(3 * SealedReader.PartSize)]
    public async Task What_was_written_comes_back(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        Assert.Equal(content, await ReadAsync(Write(content, 1000)));
        Assert.Equal(content, await ReadAsync(Write(content, 200_000)));
    }

    [Fact]
    public async Task Parts_that_are_moved_missing_added_cut_or_changed_are_refused()
    {
        var good = Write(RandomNumberGenerator.GetBytes((2 * SealedReader.PartSize) + 500), 4096);
        Assert.Equal((2 * Whole) + 500 + SealedReader.TagSize, good.Length);
        var (first, second, last) = (good[..Whole], good[Whole..(2 * Whole)], good[(2 * Whole)..]);
        byte[][] bad =
        [
            [.. second, .. first, .. last], [.. first, .. second], first, [.. first, .. last], [.. first, .. first, .. last], [.. good, .. last], [.. first, .. second, .. second], good[..^1], [.. good, 0], good[..(Whole + 10)], [],
            [.. first, .. second, (byte)(last[0] ^ 1), .. last[1..]],
        ];
        foreach (var one in bad)
        {
            await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(one));
        }

        await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(good, RandomNumberGenerator.GetBytes(32)));
    }

    private static byte[] Write(byte[] content, int step)
    {
        using var file = new MemoryStream();
        using var writer = new SealedWriter(file, Key);
        foreach (var some in content.Chunk(step))
        {
            writer.Write(some);
        }

        Assert.Equal(content.Length, writer.Length);
        writer.Complete();
        return file.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] file, byte[]? key = null)
    {
        using var to = new MemoryStream();
        await SealedReader.CopyAsync(new MemoryStream(file), key ?? Key, to, Ct);
        return to.ToArray();
    }
}

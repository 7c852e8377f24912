using CsCheck;
using Tenure.Flash.Images;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Tests.Images;

public sealed class ImageStreamTests
{
    [Fact]
    public void A_sparse_file_reads_from_anywhere_as_the_image_that_it_stands_for() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 12], Gen.Int[0, 60_000], Gen.Int[1, 20_000], Gen.Bool).Sample((kinds, at, count, skips) =>
        {
            var image = kinds.SelectMany((kind, i) => Block(kind, i)).ToArray();
            var layout = SparseLayout.OfImage(new MemoryStream(image), 4096, skips);
            var sparse = new MemoryStream();
            layout.Write(new MemoryStream(image), sparse);
            using var stream = ImageStream.Open(sparse);
            Assert.Equal(image.Length, stream.Length);
            at %= image.Length;
            count = Math.Min(count, image.Length - at);
            stream.Position = at;
            var read = new byte[count];
            stream.ReadExactly(read);
            Assert.Equal(image.AsSpan(at, count).ToArray(), read);
        }, iter: 300);

    [Fact]
    public void A_plain_file_reads_as_it_is()
    {
        using var stream = ImageStream.Open(new MemoryStream([1, 2, 3, 4, 5]));
        stream.Position = 3;
        Assert.Equal([4, 5, 0], Read(stream, 3));
        Assert.Null(stream.Layout);
        using var empty = ImageStream.Open(new MemoryStream([]));
        Assert.Equal(0, empty.Length);
    }

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return bytes;
    }

    private static byte[] Block(int kind, int seed) => kind switch
    {
        0 => new byte[4096],
        1 => [.. Enumerable.Range(0, 4096).Select(i => (byte)((i % 4) + 1))],
        _ => [.. Enumerable.Range(0, 4096).Select(i => (byte)((i * 31 / 7) + kind + seed))],
    };
}

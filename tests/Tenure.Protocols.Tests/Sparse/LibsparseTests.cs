using Tenure.Protocols.Sparse;
using Tenure.Testing;

namespace Tenure.Protocols.Tests.Sparse;

/// <summary>The tools that people have, in both directions.</summary>
[Trait("Peer", Peer.Libsparse)]
public sealed class LibsparseTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    // Noise, zeros and fills in runs of many lengths; the last run of the second ends inside a block.
    public static TheoryData<int, int> Shapes => new() { { 4096, 0 }, { 4096, 100 }, { 8192, 0 }, { 1024, 1 } };

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Img2simg_makes_the_same_file(int blockSize, int tail)
    {
        var tool = Tool.Libsparse("img2simg");
        var image = Image(blockSize, tail);
        var made = Path.Combine(folder.FullName, "made");

        await RunAsync(tool, await FileAsync(image), made, $"{blockSize}");

        Assert.Equal(await ReadAsync(made), Images.Make(image, blockSize));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Simg2img_and_we_expand_either_ones_file_to_the_same_image(int blockSize, int tail)
    {
        var tool = Tool.Libsparse("simg2img");
        var image = Image(blockSize, tail);
        var sparse = Images.Make(image, blockSize, skipZeros: true);
        var expanded = Path.Combine(folder.FullName, "expanded");

        await RunAsync(tool, await FileAsync(sparse), expanded);

        Assert.Equal(await ReadAsync(expanded), Images.Expand(sparse));
    }

    [Fact]
    public async Task Simg2img_merges_our_pieces()
    {
        var tool = Tool.Libsparse("simg2img");
        var image = Image(4096, 0);
        var expanded = Path.Combine(folder.FullName, "expanded");
        var pieces = SparseLayout.OfImage(new MemoryStream(image)).Split(50_000);
        List<string> files = [];
        foreach (var piece in pieces)
        {
            files.Add(await FileAsync(Images.Written(piece, image)));
        }

        await RunAsync(tool, [.. files, expanded]);

        Assert.True(files.Count > 5);
        Assert.Equal(image, await ReadAsync(expanded));
    }

    [Fact]
    public async Task We_read_what_append2simg_made_of_our_file()
    {
        var tool = Tool.Libsparse("append2simg");
        var image = Image(4096, 0);
        var file = await FileAsync(Images.Make(image));

        await RunAsync(tool, file, await FileAsync(image));

        byte[] twice = [.. image, .. image];
        Assert.Equal(twice, Images.Expand(await ReadAsync(file)));
    }

    private static byte[] Image(int blockSize, int tail) => Images.Mixed(Enumerable.Range(0, 120).Select(i => (i * 37) % 64), blockSize, tail);

    private static async Task RunAsync(Tool tool, params string[] arguments)
    {
        var run = await tool.RunAsync(arguments, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private async Task<string> FileAsync(byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}

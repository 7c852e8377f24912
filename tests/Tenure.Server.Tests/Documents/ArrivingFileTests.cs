using System.Security.Cryptography;
using Tenure.Server.Documents;

namespace Tenure.Server.Tests.Documents;

/// <summary>The encrypted file of an upload: whatever is cut off it, what is left is the beginning of what was sent.</summary>
public sealed class ArrivingFileTests : IDisposable
{
    private const int Step = 977;

    private static readonly Guid Document = Guid.CreateVersion7();
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes((3 * ArrivingFile.PartSize) + 1234);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-arriving").FullName;

    private string File => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Cut_at_every_nth_byte_it_goes_on_from_what_is_whole()
    {
        await WriteAsync(Content);
        var whole = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        for (var cut = 0; cut <= whole.Length; cut += Step)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..cut], TestContext.Current.CancellationToken);
            await using var file = ArrivingFile.Open(File, Document, Key)!;
            var stands = (int)file.Length;
            // Never more than is there, and never less than the whole parts.
            Assert.InRange(stands, cut / (ArrivingFile.PartSize + 28) * ArrivingFile.PartSize, cut);
            file.Write(Content.AsSpan(stands));
            Assert.Equal(Content, All(file));
        }
    }

    [Fact]
    public async Task Pieces_of_any_size_are_the_same_file()
    {
        for (var at = 0; at < Content.Length;)
        {
            var size = Math.Min(1 + RandomNumberGenerator.GetInt32(40_000), Content.Length - at);
            await using var file = ArrivingFile.Open(File, Document, Key)!;
            Assert.Equal(at, file.Length);
            file.Write(Content.AsSpan(at, size));
            at += size;
        }

        await using var all = ArrivingFile.Open(File, Document, Key)!;
        Assert.Equal(Content, All(all));
    }

    [Fact]
    public async Task A_torn_write_over_a_shorter_part_leaves_the_parts_before_and_nothing_behind()
    {
        await WriteAsync(Content[..(ArrivingFile.PartSize + 500)]);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        // The longer part was begun in the place of the shorter one.
        await System.IO.File.WriteAllBytesAsync(File, [.. bytes[..(ArrivingFile.PartSize + 28)], .. RandomNumberGenerator.GetBytes(9000)], TestContext.Current.CancellationToken);
        await using (var file = ArrivingFile.Open(File, Document, Key)!)
        {
            Assert.Equal(ArrivingFile.PartSize, file.Length);
            file.Write("abc"u8);
        }

        await using var again = ArrivingFile.Open(File, Document, Key)!;
        Assert.Equal(ArrivingFile.PartSize + 3, again.Length);
    }

    [Fact]
    public async Task A_changed_moved_or_foreign_part_is_not_read()
    {
        await WriteAsync(Content);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var changed = (byte[])bytes.Clone();
        changed[100] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, changed, TestContext.Current.CancellationToken);
        await using (var file = ArrivingFile.Open(File, Document, Key)!)
        {
            Assert.Throws<CryptographicException>(() => All(file));
        }

        const int Part = ArrivingFile.PartSize + 28;
        await System.IO.File.WriteAllBytesAsync(File, [.. bytes[Part..(2 * Part)], .. bytes[..Part]], TestContext.Current.CancellationToken);
        await using (var moved = ArrivingFile.Open(File, Document, Key)!)
        {
            Assert.Equal(0, moved.Length);
        }

        await System.IO.File.WriteAllBytesAsync(File, bytes, TestContext.Current.CancellationToken);
        await using var foreign = ArrivingFile.Open(File, Guid.CreateVersion7(), Key)!;
        Assert.Equal(0, foreign.Length);
    }

    [Fact]
    public async Task However_long_it_is_the_memory_is_that_of_one_part()
    {
        await using var file = ArrivingFile.Open(File, Document, Key)!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 160; i++)
        {
            file.Write(Content.AsSpan(0, ArrivingFile.PartSize));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
        Assert.Equal(160L * ArrivingFile.PartSize, file.Length);
    }

    [Fact]
    public async Task It_is_open_once()
    {
        await using var file = ArrivingFile.Open(File, Document, Key);
        Assert.Null(ArrivingFile.Open(File, Document, Key));
    }

    private static byte[] All(ArrivingFile file) => [.. file.Read().SelectMany(part => part.ToArray())];

    private async Task WriteAsync(byte[] content)
    {
        await using var file = ArrivingFile.Open(File, Document, Key)!;
        file.Write(content);
    }
}

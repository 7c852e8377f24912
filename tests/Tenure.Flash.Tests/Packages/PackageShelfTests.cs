using System.IO.Compression;
using Tenure.Flash.Packages;

namespace Tenure.Flash.Tests.Packages;

public sealed class PackageShelfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PackageShelf shelf = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Cache => Directory.CreateDirectory(Path.Combine(folder.Path, "cache")).FullName;

    [Fact]
    public async Task Several_at_once_have_one_copy_and_find_each_thing_out_once()
    {
        var archive = Archive();
        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shelf.TakeAsync(archive, Cache, Ct)));
        Assert.Single(Directory.GetDirectories(Cache));
        Assert.All(all, one => Assert.Same(all[0].Package, one.Package));
        var asked = 0;
        var answers = await Task.WhenAll(all.Select(one => one.OnceAsync("sum", _ => Task.FromResult(Interlocked.Increment(ref asked)), Ct)));
        Assert.Equal([1, 1, 1], answers);
        Assert.True(shelf.Has(archive));
        foreach (var one in all)
        {
            Assert.Single(Directory.GetDirectories(Cache));
            await one.DisposeAsync();
            await one.DisposeAsync();
        }

        Assert.Empty(Directory.GetFileSystemEntries(Cache));
        Assert.False(shelf.Has(archive));
        await using var again = await shelf.TakeAsync(archive, Cache, Ct);
        Assert.Equal(2, await again.OnceAsync("sum", _ => Task.FromResult(Interlocked.Increment(ref asked)), Ct));
    }

    [Fact]
    public async Task Who_gives_up_leaves_it_to_the_others()
    {
        var archive = Archive();
        await using var first = await shelf.TakeAsync(archive, Cache, Ct);
        await using var second = await shelf.TakeAsync(archive, Cache, Ct);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var goesOn = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        Task<int> Ask(SharedPackage one, CancellationToken ct) => one.OnceAsync("slow", async stop =>
        {
            using var registered = stop.Register(ended.SetResult);
            await goesOn.Task;
            return 7;
        }, ct);
        var asked = Ask(first, off.Token);
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await first.DisposeAsync();
        Assert.False(ended.Task.IsCompleted);
        goesOn.SetResult();
        Assert.Equal(7, await Ask(second, Ct));
    }

    [Fact]
    public async Task What_cannot_be_opened_is_told_to_all_and_kept_by_nobody()
    {
        var broken = folder.Write("broken.zip", [0x50, 0x4b, 3, 4, 0]);
        var all = Enumerable.Range(0, 2).Select(_ => shelf.TakeAsync(broken, Cache, Ct)).ToList();
        foreach (var one in all)
        {
            Assert.Equal(PackageFault.NotAnArchive, (await Assert.ThrowsAsync<PackageException>(() => one)).Fault);
        }

        Assert.False(shelf.Has(broken));
        Assert.Empty(Directory.GetDirectories(Cache));
    }

    public void Dispose() => folder.Dispose();

    private string Archive()
    {
        folder.Write("rom/images/boot.img", "boot");
        var archive = Path.Combine(folder.Path, "rom.zip");
        ZipFile.CreateFromDirectory(Path.Combine(folder.Path, "rom"), archive);
        return archive;
    }
}

using System.Security.Cryptography;
using Tenure.Server.Platform.Files;

namespace Tenure.Server.Tests.Platform;

/// <summary>The encrypted files of uploads, pages and archives: what was written comes back, whatever cut it, and nothing that was put together otherwise.</summary>
public sealed class SealedFileTests : IDisposable
{
    private const int Step = 977;
    private const int Whole = SealedParts.Size + SealedParts.Overhead;
    private const string Name = "document:1";

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes((3 * SealedParts.Size) + 1234);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-sealed").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealedParts.Size - 1)]
    [InlineData(SealedParts.Size)]
    [InlineData(SealedParts.Size + 1)]
    [InlineData(3 * SealedParts.Size)]
    public async Task What_was_written_comes_back(int length)
    {
        foreach (var step in new[] { 1000, 200_000 })
        {
            WriteAll(Content[..length], step);
            Assert.Equal(Content[..length], await ReadAsync());
            using var again = Resume();
            Assert.Equal((length, true), (again.Length, again.IsComplete));
        }
    }

    [Fact]
    public async Task What_is_flushed_while_it_is_written_comes_back_of_many_at_once()
    {
        // 5 MiB each: several flushes behind, and more files than may flush at a time.
        var content = RandomNumberGenerator.GetBytes((5 << 20) + 17);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            var path = $"{Path}{i}";
            for (var at = 0; at < content.Length;)
            {
                var end = Math.Min(at + (2 << 20), content.Length);
                using var file = at == 0 ? SealedFile.Begin(SealedFile.Take(path)!, Name, Key) : SealedFile.Resume(SealedFile.Take(path)!, Name, Key);
                Assert.Equal(at, file.Length);
                file.Write(content.AsSpan(at, end - at));
                at = end;
                if (at == content.Length)
                {
                    file.Complete();
                }
            }
        }, Ct)));
        for (var i = 0; i < 8; i++)
        {
            using var read = new MemoryStream();
            await using var complete = SealedFile.Open($"{Path}{i}");
            await SealedFile.ReadAsync(complete, Name, Key, read, Ct);
            Assert.Equal(content, read.ToArray());
        }
    }

    [Fact]
    public async Task What_is_put_where_it_says_is_the_same_file()
    {
        // By full parts, by odd ones, and asked for room without anything put there.
        for (var step = SealedParts.Size; step > 0; step /= 3)
        {
            using (var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key))
            {
                for (var at = 0; at < Content.Length;)
                {
                    var room = file.Room();
                    Assert.InRange(room.Length, 1, SealedParts.Size);
                    var some = Math.Min(step, Math.Min(room.Length, Content.Length - at));
                    Content.AsSpan(at, some).CopyTo(room.Span);
                    file.Advance(some);
                    at += some;
                    file.Room().Span.Fill(0xEE);
                    file.Advance(0);
                    Assert.Equal(at, file.Length);
                    if (step < 100 && at > 3000)
                    {
                        file.Write(Content.AsSpan(at));
                        break;
                    }
                }

                file.Complete();
            }

            Assert.Equal(Content, await ReadAsync());
        }
    }

    [Fact]
    public async Task A_full_part_that_is_the_last_stays_the_last_when_room_was_asked_for()
    {
        using (var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key))
        {
            file.Write(Content.AsSpan(0, SealedParts.Size));
            file.Room().Span.Clear();
            file.Complete();
        }

        Assert.Equal(Content[..SealedParts.Size], await ReadAsync());
        Assert.Equal(Whole, new FileInfo(Path).Length);
    }

    [Fact]
    public void The_disk_is_told_while_more_comes()
    {
        var told = 0;
        using var asked = new SemaphoreSlim(0);
        using var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key, _ =>
        {
            Interlocked.Increment(ref told);
            asked.Release();
        });
        var one = new byte[1 << 20];
        for (var i = 1; i <= 4; i++)
        {
            // The 17th part shows that the 16th is not the last.
            file.Write(one);
            file.Write("x"u8);
            Assert.True(asked.Wait(TimeSpan.FromSeconds(30), Ct));
        }

        Assert.Equal(4, told);
        file.Complete();
        Assert.Equal(5, told);
    }

    [Fact]
    public void What_the_disk_refuses_while_more_comes_is_refused_and_nobody_goes_on_from_it()
    {
        var tries = 0;
        var refused = Assert.Throws<IOException>(() =>
        {
            // Only the first one: a disk that was told of its error says afterwards that all is well.
            using var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key, _ =>
            {
                if (Interlocked.Increment(ref tries) == 1)
                {
                    throw new IOException("The disk.");
                }
            });
            file.Write(new byte[(1 << 20) + 1]);
            SpinWait.SpinUntil(() => Volatile.Read(ref tries) > 0, TimeSpan.FromSeconds(30));
            file.Complete();
        });
        Assert.Equal("The disk.", refused.Message);
        using var again = Resume();
        Assert.Equal(0, again.Length);
    }

    [Fact]
    public async Task Cut_at_every_nth_byte_it_goes_on_from_what_is_whole()
    {
        // One that was left in the midst, and one that was complete.
        Write(Content);
        var unfinished = await File.ReadAllBytesAsync(Path, Ct);
        WriteAll(Content);
        foreach (var bytes in new[] { unfinished, await File.ReadAllBytesAsync(Path, Ct) })
        {
            for (var cut = 0; cut < bytes.Length; cut += Step)
            {
                await File.WriteAllBytesAsync(Path, bytes[..cut], Ct);
                using (var file = Resume())
                {
                    var stands = (int)file.Length;
                    // Never more than is there, and never less than the whole parts.
                    Assert.InRange(stands, cut / Whole * SealedParts.Size, cut);
                    Assert.False(file.IsComplete);
                    file.Write(Content.AsSpan(stands));
                    file.Complete();
                }

                Assert.Equal(Content, await ReadAsync());
            }
        }
    }

    [Fact]
    public async Task Pieces_of_any_size_are_the_same_file()
    {
        for (var at = 0; at < Content.Length;)
        {
            var size = Math.Min(1 + RandomNumberGenerator.GetInt32(40_000), Content.Length - at);
            using var file = Resume();
            Assert.Equal(at, file.Length);
            file.Write(Content.AsSpan(at, size));
            at += size;
        }

        using (var file = Resume())
        {
            file.Complete();
        }

        Assert.Equal(Content, await ReadAsync());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(SealedParts.Size)]
    [InlineData(2 * SealedParts.Size)]
    public async Task More_behind_what_was_complete_is_complete_when_that_is_said_again(int length)
    {
        WriteAll(Content[..length]);
        Write(Content[length..]);
        await Assert.ThrowsAsync<CryptographicException>(() => ReadAsync());
        using (var file = Resume())
        {
            Assert.False(file.IsComplete);
            file.Complete();
        }

        Assert.Equal(Content, await ReadAsync());
    }

    [Fact]
    public async Task A_torn_write_over_a_shorter_part_leaves_the_parts_before_and_nothing_behind()
    {
        Write(Content[..(SealedParts.Size + 500)]);
        var bytes = await File.ReadAllBytesAsync(Path, Ct);
        // The longer part was begun in the place of the shorter one.
        await File.WriteAllBytesAsync(Path, [.. bytes[..Whole], .. RandomNumberGenerator.GetBytes(9000)], Ct);
        using (var file = Resume())
        {
            Assert.Equal(SealedParts.Size, file.Length);
            file.Write("abc"u8);
        }

        using var again = Resume();
        Assert.Equal(SealedParts.Size + 3, again.Length);
    }

    [Fact]
    public async Task Parts_that_are_moved_missing_added_cut_or_changed_are_refused()
    {
        WriteAll(Content[..((2 * SealedParts.Size) + 500)]);
        var good = await File.ReadAllBytesAsync(Path, Ct);
        Assert.Equal((2 * Whole) + 500 + SealedParts.Overhead, good.Length);
        var (first, second, last) = (good[..Whole], good[Whole..(2 * Whole)], good[(2 * Whole)..]);
        // The bit that says which part is the last.
        var claimed = (byte[])second.Clone();
        claimed[11] ^= 1;
        byte[][] bad =
        [
            [.. second, .. first, .. last], [.. first, .. second], first, [.. first, .. last], [.. first, .. first, .. last], [.. good, .. last], [.. first, .. second, .. second], good[..^1], [.. good, 0], good[..(Whole + 10)], [],
            [.. first, .. second, (byte)(last[0] ^ 1), .. last[1..]], [.. first, .. claimed],
        ];
        foreach (var one in bad)
        {
            await File.WriteAllBytesAsync(Path, one, Ct);
            await Assert.ThrowsAsync<CryptographicException>(() => ReadAsync());
        }

        await File.WriteAllBytesAsync(Path, good, Ct);
        await Assert.ThrowsAsync<CryptographicException>(() => ReadAsync(key: RandomNumberGenerator.GetBytes(32)));
        await Assert.ThrowsAsync<CryptographicException>(() => ReadAsync(name: "document:2"));
        Assert.Equal(Content[..((2 * SealedParts.Size) + 500)], await ReadAsync());
    }

    [Fact]
    public async Task What_was_moved_or_is_of_another_file_is_nothing_to_go_on_from()
    {
        WriteAll(Content);
        var bytes = await File.ReadAllBytesAsync(Path, Ct);
        await File.WriteAllBytesAsync(Path, [.. bytes[Whole..(2 * Whole)], .. bytes[..Whole]], Ct);
        using (var moved = Resume())
        {
            Assert.Equal(0, moved.Length);
        }

        await File.WriteAllBytesAsync(Path, bytes, Ct);
        using var foreign = SealedFile.Resume(SealedFile.Take(Path)!, "document:2", Key);
        Assert.Equal(0, foreign.Length);
    }

    [Fact]
    public async Task The_same_twice_is_not_the_same_on_the_disk()
    {
        WriteAll(Content);
        var first = await File.ReadAllBytesAsync(Path, Ct);
        WriteAll(Content);
        var second = await File.ReadAllBytesAsync(Path, Ct);
        Assert.Equal(first.Length, second.Length);
        Assert.All(Enumerable.Range(0, 4), part => Assert.NotEqual(first.AsSpan(part * Whole, 40).ToArray(), second.AsSpan(part * Whole, 40).ToArray()));
    }

    [Fact]
    public async Task However_long_it_is_the_memory_is_that_of_three_parts()
    {
        using (var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 160; i++)
            {
                file.Write(Content.AsSpan(0, SealedParts.Size));
            }

            file.Complete();
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
            Assert.Equal(160L * SealedParts.Size, file.Length);
        }

        await using var complete = SealedFile.Open(Path);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await SealedFile.ReadAsync(complete, Name, Key, Stream.Null, Ct);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 4 << 20);
    }

    [Fact]
    public void It_is_open_once_and_for_its_owner()
    {
        using var file = SealedFile.Take(Path);
        Assert.Null(SealedFile.Take(Path));
        Assert.Throws<IOException>(() => SealedFile.Open(Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    private SealedFile Resume() => SealedFile.Resume(SealedFile.Take(Path)!, Name, Key);

    private void Write(byte[] content)
    {
        using var file = Resume();
        file.Write(content);
    }

    private void WriteAll(byte[] content, int step = 4096)
    {
        using var file = SealedFile.Begin(SealedFile.Take(Path)!, Name, Key);
        foreach (var some in content.Chunk(step))
        {
            file.Write(some);
        }

        Assert.Equal(content.Length, file.Length);
        file.Complete();
    }

    private async Task<byte[]> ReadAsync(string name = Name, byte[]? key = null)
    {
        await using var file = SealedFile.Open(Path);
        using var to = new MemoryStream();
        await SealedFile.ReadAsync(file, name, key ?? Key, to, Ct);
        return to.ToArray();
    }
}

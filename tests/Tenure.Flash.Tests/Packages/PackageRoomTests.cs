using System.Formats.Tar;
using System.IO.Compression;
using Tenure.Flash.Packages;

namespace Tenure.Flash.Tests.Packages;

public sealed class PackageRoomTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_folder_needs_no_room_and_neither_does_what_is_not_there()
    {
        folder.Write("rom/a.img", new byte[10]);
        Assert.Null(PackageRoom.Of(Path.Combine(folder.Path, "rom"), folder.Path));
        Assert.Null(PackageRoom.Of(Path.Combine(folder.Path, "none.zip"), folder.Path));
        Assert.Null(PackageRoom.Of(folder.Write("broken.zip", [0x50, 0x4b, 3, 4, 0]), folder.Path));
    }

    // Zeros shrink to nothing: what counts is what they are again.
    [Theory]
    [InlineData("zip")]
    [InlineData("tgz")]
    public void An_archive_needs_what_it_holds_and_what_stays_free(string kind)
    {
        folder.Write("rom/a.img", new byte[3_000_000]);
        var archive = Path.Combine(folder.Path, "rom." + kind);
        if (kind == "zip")
        {
            ZipFile.CreateFromDirectory(Path.Combine(folder.Path, "rom"), archive);
        }
        else
        {
            using var gzip = new GZipStream(File.Create(archive), CompressionMode.Compress);
            TarFile.CreateFromDirectory(Path.Combine(folder.Path, "rom"), gzip, includeBaseDirectory: false);
        }

        var room = PackageRoom.Of(archive, folder.Path, new() { Spare = 1000 })!;
        Assert.InRange(room.Needed, 3_001_000, 3_020_000);
        Assert.True(room.IsEnough);
        Assert.False(PackageRoom.Of(archive, folder.Path, new() { Spare = long.MaxValue / 2 })!.IsEnough);
    }

    public void Dispose() => folder.Dispose();
}

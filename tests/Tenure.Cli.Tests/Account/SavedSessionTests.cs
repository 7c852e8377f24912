using Tenure.Cli.Account;
using Tenure.Flash.Tests;

namespace Tenure.Cli.Tests.Account;

public sealed class SavedSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // Where others may write, one of them may have put the file there that is moved into place.
    [Fact]
    public void Only_its_owner_reads_it_whatever_lay_there_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes.");
        var file = Path.Combine(folder.Path, "session.json");
        var before = folder.Write("session.json.new", "somebody's");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(before, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            new SavedSession(new("http://localhost:5080"), "A", DateTimeOffset.UnixEpoch, "R").Write(file);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal("R", SavedSession.Read(file)!.RefreshToken);
        Assert.False(File.Exists(before));
    }

    public void Dispose() => folder.Dispose();
}

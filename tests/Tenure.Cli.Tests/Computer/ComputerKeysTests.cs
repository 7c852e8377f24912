using Tenure.Cli.Computer;
using Tenure.Testing;

namespace Tenure.Cli.Tests.Computer;

public sealed class ComputerKeysTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-computer-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(folder.FullName, "computer.key");

    [Fact]
    [Trait("Peer", Peer.Keyring)]
    public async Task A_desktops_key_store_keeps_the_key_and_no_file_does()
    {
        await using var keyring = await KeyringPeer.StartAsync();
        string id;
        using (var made = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct))
        {
            id = made.Id;
        }

        Assert.Equal("secret-service\n", await System.IO.File.ReadAllTextAsync(File, Ct));
        using (var again = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct))
        {
            Assert.Equal(id, again.Id);
        }

        // Another folder is another computer; one that is locked is none of them, and no other key is made in its place.
        using (var other = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus, Path.Combine(folder.FullName, "other")), Ct))
        {
            Assert.NotEqual(id, other.Id);
        }

        await keyring.LockAsync();
        await Assert.ThrowsAsync<KeyStoreLockedException>(() => ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct));
        Assert.Equal("secret-service\n", await System.IO.File.ReadAllTextAsync(File, Ct));
    }

    // By SSH there is no bus: the computer that was bound at the desk is said to be out of reach, and gets no second key that would hide the first.
    [Fact]
    [Trait("Peer", Peer.Keyring)]
    public async Task A_key_that_is_in_a_key_store_out_of_reach_is_not_made_again()
    {
        await using var keyring = await KeyringPeer.StartAsync();
        using var made = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct);
        await Assert.ThrowsAsync<KeyStoreLockedException>(() => ComputerKeys.ReadAsync(Streams(null, "unix:path=/nowhere"), Ct));
        await Assert.ThrowsAsync<KeyStoreLockedException>(() => ComputerKeys.ReadOrMakeAsync(Streams(null, null), Ct));
        using var again = await ComputerKeys.ReadAsync(Streams(null, keyring.Bus), Ct);
        Assert.Equal(made.Id, again!.Id);
    }

    [Fact]
    public async Task Looking_makes_no_key()
    {
        Assert.Null(await ComputerKeys.ReadAsync(Streams(null, null), Ct));
        using var nobodys = await ComputerKeys.ReadOrNoneAsync(Streams(null, null), Ct);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    [Trait("Peer", Peer.Keyring)]
    public async Task A_key_that_is_deleted_is_gone_from_the_key_store()
    {
        await using var keyring = await KeyringPeer.StartAsync();
        using var first = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct);
        await ComputerKeys.DeleteAsync(Streams(null, keyring.Bus), Ct);
        Assert.False(System.IO.File.Exists(File));
        using var second = await ComputerKeys.ReadOrMakeAsync(Streams("secret-service", keyring.Bus), Ct);
        Assert.NotEqual(first.Id, second.Id);
    }

    // A place that was named for the session is where the key lies, too; and without a bus there is no store.
    [Theory]
    [InlineData(null)]
    [InlineData("file")]
    public async Task Elsewhere_a_file_keeps_it_that_only_its_owner_reads(string? store)
    {
        using var made = await ComputerKeys.ReadOrMakeAsync(Streams(store, "unix:path=/nowhere"), Ct);
        using var again = await ComputerKeys.ReadOrMakeAsync(Streams(store, "unix:path=/nowhere"), Ct);
        Assert.Equal(made.Id, again.Id);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }

        await ComputerKeys.DeleteAsync(Streams(store, null), Ct);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_key_store_that_was_asked_for_and_is_not_there_is_not_replaced_by_a_file()
    {
        await Assert.ThrowsAsync<KeyStoreLockedException>(() => ComputerKeys.ReadOrMakeAsync(Streams("secret-service", "unix:path=/nowhere"), Ct));
        Assert.False(System.IO.File.Exists(File));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private CommandStreams Streams(string? store, string? bus, string? place = null) => new(TextReader.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false, name => name switch
    {
        "TENURE_SESSION" => Path.Combine(place ?? folder.FullName, "session.json"),
        "TENURE_KEY_STORE" => store,
        "DBUS_SESSION_BUS_ADDRESS" => bus,
        _ => null,
    }, () => new SocketsHttpHandler());
}

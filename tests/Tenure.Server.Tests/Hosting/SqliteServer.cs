using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The host on SQLite, its default.</summary>
public class SqliteServer : ServerFixture
{
    public override ValueTask UsedAsync()
    {
        Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        return ValueTask.CompletedTask;
    }

    protected override async Task<string?> ConnectionStringAsync()
    {
        await MigratedDatabase.CopyToAsync(Folder);
        return null;
    }

    protected override Task DropAsync() => Task.CompletedTask;
}

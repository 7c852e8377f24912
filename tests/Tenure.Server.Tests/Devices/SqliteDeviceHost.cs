using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

public sealed class SqliteDeviceHost : DeviceHost
{
    public override Task UsedAsync()
    {
        Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        return Task.CompletedTask;
    }

    protected override Task<string?> NewDatabaseAsync() => Task.FromResult<string?>(null);
}

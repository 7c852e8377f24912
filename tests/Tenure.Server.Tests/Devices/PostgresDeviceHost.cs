using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

public sealed class PostgresDeviceHost : DeviceHost
{
    public override Task UsedAsync() => PostgresServer.UsedAsync();

    protected override async Task<string?> NewDatabaseAsync() => await PostgresServer.NewDatabaseAsync();
}

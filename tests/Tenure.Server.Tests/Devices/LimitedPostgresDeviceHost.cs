using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>A host that serves networks and devices as little as the options allow.</summary>
public sealed class LimitedPostgresDeviceHost() : DeviceHost(new LimitedServer())
{
    private sealed class LimitedServer : PostgresServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => DeviceLimitTests.Smallest;
    }
}

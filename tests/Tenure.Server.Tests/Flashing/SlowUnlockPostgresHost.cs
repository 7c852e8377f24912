using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A host whose lotus phones wait longer than others.</summary>
public sealed class SlowUnlockPostgresHost() : DeviceHost(new SlowServer())
{
    private sealed class SlowServer : PostgresServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => UnlockHoursTests.Settings;
    }
}

using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Audit;

/// <summary>A host that answers twenty questions about the log of one network in an hour.</summary>
public sealed class PostgresLogHost() : DeviceHost(new LimitedServer())
{
    private sealed class LimitedServer : PostgresServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Log:ReadsPerNetwork"] = "20" };
    }
}

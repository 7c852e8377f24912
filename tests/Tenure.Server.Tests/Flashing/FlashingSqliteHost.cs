using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A host that promises SMS, too.</summary>
public sealed class FlashingSqliteHost() : DeviceHost(new FlashingServer())
{
    private sealed class FlashingServer : SqliteServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => ComputerTests.WithSms;
    }
}

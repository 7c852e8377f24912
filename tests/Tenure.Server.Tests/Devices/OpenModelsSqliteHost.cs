using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>A host that lets devices of two models be used without an account.</summary>
public sealed class OpenModelsSqliteHost() : DeviceHost(new OpenModelsServer())
{
    private sealed class OpenModelsServer : SqliteServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => OpenTicketTests.Settings;
    }
}
